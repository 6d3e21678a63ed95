package io.recvq.sockets;

import java.util.Optional;

/**
 * A Unix-domain socket.
 *
 * @param type stream, dgram or seqpacket
 * @param path its address; an abstract name starts with {@code @}; empty where it is unbound. Text
 *     of another process: escape it before a terminal
 * @param peerInode inode of the other end; 0 where there is none or it is not told
 */
public record UnixRow(
    String type,
    SocketState state,
    long recvQ,
    long sendQ,
    String path,
    long peerInode,
    long uid,
    long inode,
    long cookie,
    Optional<SocketMemory> memory,
    Ownership owners)
    implements SocketRow {

  @Override
  public Proto proto() {
    return Proto.UNIX;
  }

  @Override
  public UnixRow withOwners(Ownership changed) {
    return new UnixRow(
        type, state, recvQ, sendQ, path, peerInode, uid, inode, cookie, memory, changed);
  }

  @Override
  public String protoName() {
    return Proto.UNIX.word();
  }

  @Override
  public String localText() {
    return path.isEmpty() ? "*" : path;
  }

  @Override
  public String remoteText() {
    return peerInode == 0 ? "*" : "inode:" + peerInode;
  }
}

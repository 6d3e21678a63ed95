package io.recvq.sockets;

import io.recvq.net.Endpoint;
import java.util.Optional;

/**
 * A TCP, UDP or raw socket.
 *
 * @param inet6 whether the socket's own family is AF_INET6; it may still talk IPv4, as Java's do
 * @param local never a mapped address: IPv4 traffic of an AF_INET6 socket has an IPv4 endpoint
 * @param remote port 0 where the socket has no peer
 * @param interfaceIndex the interface it is bound to; 0 for none
 * @param timer what it waits for
 * @param tcp TCP's own numbers where they were asked for and the kernel gave them
 * @param congestion name of the congestion control, as {@code cubic}
 * @param memory buffers and limits where they were asked for
 */
public record InetRow(
    Proto proto,
    boolean inet6,
    SocketState state,
    long recvQ,
    long sendQ,
    Endpoint local,
    Endpoint remote,
    int interfaceIndex,
    long uid,
    long inode,
    long cookie,
    SocketTimer timer,
    Optional<TcpInfo> tcp,
    Optional<String> congestion,
    Optional<SocketMemory> memory,
    Ownership owners)
    implements SocketRow {

  @Override
  public InetRow withOwners(Ownership changed) {
    return new InetRow(
        proto,
        inet6,
        state,
        recvQ,
        sendQ,
        local,
        remote,
        interfaceIndex,
        uid,
        inode,
        cookie,
        timer,
        tcp,
        congestion,
        memory,
        changed);
  }

  /** A listener's backlog as words behind a count; empty where the source does not tell it. */
  public String ofBacklog() {
    return sendQ == UNKNOWN ? "" : " of " + sendQ;
  }

  /** Whether it has a peer. */
  public boolean isConnected() {
    return remote.port() != 0;
  }

  @Override
  public String protoName() {
    return local.address().v6() ? proto.word() + "6" : proto.word();
  }

  @Override
  public String localText() {
    return text(local);
  }

  @Override
  public String remoteText() {
    return text(remote);
  }

  /** Whether an end of this socket is written as address and port; else it has no port. */
  public boolean showsPort(Endpoint endpoint) {
    return endpoint.port() != 0 && proto != Proto.RAW;
  }

  /** An end of this socket for eyes. */
  public String text(Endpoint endpoint) {
    if (showsPort(endpoint)) {
      return endpoint.toString();
    }
    String address = endpoint.address().toString();
    String bracketed = endpoint.address().v6() ? "[" + address + "]" : address;
    return bracketed + ":" + (endpoint.port() == 0 ? "*" : endpoint.port());
  }
}

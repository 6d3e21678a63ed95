package io.recvq.sockets;

/** One socket at one moment: a row of the table. */
public sealed interface SocketRow permits InetRow, UnixRow {
  /** A number that the source of the row does not tell, as /proc does not tell a backlog. */
  long UNKNOWN = -1;

  Proto proto();

  SocketState state();

  /**
   * Bytes that the process has not read yet; for a listener the connections that wait to be
   * accepted. {@link #UNKNOWN} where the source does not tell.
   */
  long recvQ();

  /**
   * Bytes that the peer has not acknowledged yet; for a listener its backlog, the limit of the
   * accept queue. {@link #UNKNOWN} where the source does not tell.
   */
  long sendQ();

  /** The user who made the socket; meaningful only where {@link #hasInode}. */
  long uid();

  /** Number of the socket's inode; 0 when no process can hold it any more. */
  long inode();

  /** The kernel's identity of the socket, never used twice; 0 where the source does not tell. */
  long cookie();

  /** Who holds the socket, as far as it was asked. */
  Ownership owners();

  /** The same row with its owners. */
  SocketRow withOwners(Ownership owners);

  /** Whether a process can hold it: false for TIME_WAIT and for connections after close. */
  default boolean hasInode() {
    return inode() != 0;
  }

  /** The first column in netstat's manner: {@code tcp}, {@code udp6}, {@code unix}. */
  String protoName();

  /** The local address for eyes, {@code 127.0.0.1:80} or a path; empty where there is none. */
  String localText();

  /** The peer's address for eyes, as {@link #localText}; {@code *} for any port or address. */
  String remoteText();

  /** The state in netstat's words; {@code UNCONN} for sockets without a connection. */
  default String stateName() {
    return switch (state()) {
      case CLOSE -> proto() == Proto.TCP ? "CLOSE" : "UNCONN";
      case NEW_SYN_RECV -> "SYN_RECV";
      default -> state().name();
    };
  }
}

package io.recvq.sockets;

import java.util.Comparator;

/** Orders rows: quantities with the largest first, names and addresses with the smallest first. */
public enum SocketOrder {
  RECVQ,
  SENDQ,
  LOCAL,
  REMOTE,
  PORT,
  STATE,
  PROTO,
  PROCESS,
  PID,
  UID,
  RTT,
  RETRANS;

  /** The order as a comparator. */
  public Comparator<SocketRow> comparator() {
    return switch (this) {
      case RECVQ -> Comparator.comparingLong(SocketRow::recvQ).reversed();
      case SENDQ -> Comparator.comparingLong(SocketRow::sendQ).reversed();
      case LOCAL -> (a, b) -> compareAddresses(a, b, true);
      case REMOTE -> (a, b) -> compareAddresses(a, b, false);
      case PORT -> Comparator.comparingInt(SocketOrder::localPort);
      case STATE -> Comparator.comparing(SocketRow::state);
      case PROTO -> Comparator.comparing(SocketRow::protoName);
      case PROCESS -> Comparator.comparing(SocketOrder::processName);
      case PID -> Comparator.comparingInt(SocketOrder::pid);
      case UID -> Comparator.comparingLong(SocketRow::uid);
      case RTT -> byTcp(TcpField.RTT);
      case RETRANS -> byTcp(TcpField.TOTAL_RETRANS);
    };
  }

  private static Comparator<SocketRow> byTcp(TcpField field) {
    return Comparator.comparingLong((SocketRow row) -> tcp(row, field)).reversed();
  }

  /** Whether it looks at TCP's own numbers. */
  public boolean asksTcpInfo() {
    return this == RTT || this == RETRANS;
  }

  /** Whether it looks at the owners. */
  public boolean asksOwners() {
    return this == PROCESS || this == PID;
  }

  private static int compareAddresses(SocketRow a, SocketRow b, boolean local) {
    if (a instanceof InetRow first && b instanceof InetRow second) {
      return local
          ? first.local().compareTo(second.local())
          : first.remote().compareTo(second.remote());
    }
    if (a instanceof UnixRow first && b instanceof UnixRow second) {
      return local
          ? first.path().compareTo(second.path())
          : Long.compare(first.peerInode(), second.peerInode());
    }
    return a instanceof InetRow ? -1 : 1;
  }

  private static int localPort(SocketRow row) {
    return row instanceof InetRow inet ? inet.local().port() : Integer.MAX_VALUE;
  }

  private static String processName(SocketRow row) {
    return row.owners().owners().isEmpty() ? "\uffff" : row.owners().owners().get(0).process();
  }

  private static int pid(SocketRow row) {
    return row.owners().owners().isEmpty() ? Integer.MAX_VALUE : row.owners().owners().get(0).pid();
  }

  private static long tcp(SocketRow row, TcpField field) {
    return row instanceof InetRow inet ? inet.tcp().map(t -> t.orZero(field)).orElse(-1L) : -1;
  }
}

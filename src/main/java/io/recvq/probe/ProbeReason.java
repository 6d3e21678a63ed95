package io.recvq.probe;

import io.recvq.net.Errno;

/** The evidence behind a port's state, in nmap's words where it has one. */
public enum ProbeReason {
  SYN_ACK("syn-ack"),
  CONN_REFUSED("conn-refused"),
  NO_RESPONSE("no-response"),
  HOST_UNREACH("host-unreach"),
  NET_UNREACH("net-unreach"),
  PROTO_UNREACH("proto-unreach"),
  PORT_UNREACH("port-unreach"),
  ADMIN_PROHIBITED("admin-prohibited"),
  UDP_RESPONSE("udp-response"),
  /** This machine ran out of descriptors, local ports or memory. */
  LOCAL_LIMIT("local-limit"),
  /** The deadline, or an interruption, came before the answer. */
  NOT_FINISHED("not-finished");

  private final String text;

  ProbeReason(String text) {
    this.text = text;
  }

  /** What a connect that failed with this errno says about a port. */
  static ProbeReason of(Errno errno) {
    return switch (errno) {
      case ECONNREFUSED -> CONN_REFUSED;
      case EHOSTUNREACH, EHOSTDOWN -> HOST_UNREACH;
      case ENETUNREACH, ENETDOWN -> NET_UNREACH;
      case EACCES, EPERM -> ADMIN_PROHIBITED;
      case ENOPROTOOPT -> PROTO_UNREACH;
      case ECONNRESET -> SYN_ACK;
      case EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL, EADDRINUSE, EAGAIN -> LOCAL_LIMIT;
      default -> NO_RESPONSE;
    };
  }

  /** The state of a TCP port that this is the evidence of. */
  PortState tcpState() {
    return switch (this) {
      case SYN_ACK, UDP_RESPONSE -> PortState.OPEN;
      case CONN_REFUSED, PORT_UNREACH -> PortState.CLOSED;
      case HOST_UNREACH, NET_UNREACH -> PortState.UNREACHABLE;
      case NO_RESPONSE, ADMIN_PROHIBITED, PROTO_UNREACH -> PortState.FILTERED;
      case LOCAL_LIMIT, NOT_FINISHED -> PortState.UNKNOWN;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}

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
  /** This machine does not let such an address be asked. */
  LOCAL_ERROR("local-error"),
  /** The deadline, or an interruption, came before the answer. */
  NOT_FINISHED("not-finished");

  private final String text;

  ProbeReason(String text) {
    this.text = text;
  }

  /** What a connect that failed with this errno number says about a port. */
  static ProbeReason of(int number) {
    // Of those without a name here ICMP brings about ENONET and EPROTO (icmp_err_convert).
    return Errno.of(number).map(ProbeReason::of).orElse(HOST_UNREACH);
  }

  /**
   * What a connect that failed with this errno says about a port. Only a time-out is silence: an
   * errno that no answer of the network brings about is this machine's own.
   */
  private static ProbeReason of(Errno errno) {
    return switch (errno) {
      case ECONNREFUSED -> CONN_REFUSED;
      case EHOSTUNREACH, EHOSTDOWN -> HOST_UNREACH;
      case ENETUNREACH, ENETDOWN, EOPNOTSUPP -> NET_UNREACH;
      case EACCES, EPERM -> ADMIN_PROHIBITED;
      case ENOPROTOOPT -> PROTO_UNREACH;
      case ECONNRESET -> SYN_ACK;
      case EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL, EADDRINUSE, EAGAIN -> LOCAL_LIMIT;
      case ETIMEDOUT -> NO_RESPONSE;
      default -> LOCAL_ERROR;
    };
  }

  /** The state of a TCP port that this is the evidence of. */
  PortState tcpState() {
    return switch (this) {
      case SYN_ACK, UDP_RESPONSE -> PortState.OPEN;
      case CONN_REFUSED, PORT_UNREACH -> PortState.CLOSED;
      case HOST_UNREACH, NET_UNREACH -> PortState.UNREACHABLE;
      case NO_RESPONSE, ADMIN_PROHIBITED, PROTO_UNREACH -> PortState.FILTERED;
      case LOCAL_LIMIT, LOCAL_ERROR, NOT_FINISHED -> PortState.UNKNOWN;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}

package io.recvq.probe;

import io.recvq.sys.IcmpError;

/** The meaning of ICMP errors (IANA ICMP and ICMPv6 parameters; RFC 792, RFC 4443). */
public final class IcmpNames {
  private static final String[] UNREACHABLE_V4 = {
    "network unreachable",
    "host unreachable",
    "protocol unreachable",
    "port unreachable",
    "fragmentation needed and DF set",
    "source route failed",
    "destination network unknown",
    "destination host unknown",
    "source host isolated",
    "network administratively prohibited",
    "host administratively prohibited",
    "network unreachable for this type of service",
    "host unreachable for this type of service",
    "communication administratively prohibited",
    "host precedence violation",
    "precedence cutoff in effect"
  };
  private static final String[] UNREACHABLE_V6 = {
    "no route to destination",
    "communication administratively prohibited",
    "beyond scope of source address",
    "address unreachable",
    "port unreachable",
    "source address failed ingress/egress policy",
    "reject route to destination"
  };

  private IcmpNames() {}

  /** {@code host unreachable (icmp 3/1) from 10.0.0.1}; for a local error what errno says. */
  public static String describe(IcmpError error) {
    if (error.origin() != IcmpError.Origin.ICMP && error.origin() != IcmpError.Origin.ICMP6) {
      return "found out on this machine";
    }
    boolean v6 = error.origin() == IcmpError.Origin.ICMP6;
    return "%s (%s %d/%d)%s"
        .formatted(
            name(v6, error.type(), error.code()),
            v6 ? "icmp6" : "icmp",
            error.type(),
            error.code(),
            error.router().map(router -> " from " + router).orElse(""));
  }

  /** The name of a type and code. */
  public static String name(boolean v6, int type, int code) {
    String[] unreachable = v6 ? UNREACHABLE_V6 : UNREACHABLE_V4;
    if (type == (v6 ? 1 : 3)) {
      return code < unreachable.length ? unreachable[code] : "destination unreachable";
    }
    if (type == (v6 ? 3 : 11)) {
      return code == 0 ? "time to live exceeded" : "fragment reassembly time exceeded";
    }
    if (v6 && type == 2) {
      return "packet too big";
    }
    if (type == (v6 ? 4 : 12)) {
      return "parameter problem";
    }
    return !v6 && type == 4 ? "source quench" : !v6 && type == 5 ? "redirect" : "ICMP message";
  }

  /** What an error says about a port. */
  static ProbeReason reason(IcmpError error) {
    boolean v6 = error.origin() == IcmpError.Origin.ICMP6;
    if (!v6 && error.origin() != IcmpError.Origin.ICMP) {
      return ProbeReason.of(error.errno());
    }
    if (error.type() != (v6 ? 1 : 3)) {
      return ProbeReason.NO_RESPONSE;
    }
    return v6 ? reasonV6(error.code()) : reasonV4(error.code());
  }

  private static ProbeReason reasonV4(int code) {
    return switch (code) {
      case 0, 6, 11 -> ProbeReason.NET_UNREACH;
      case 1, 5, 7, 8, 12 -> ProbeReason.HOST_UNREACH;
      case 2 -> ProbeReason.PROTO_UNREACH;
      case 3 -> ProbeReason.PORT_UNREACH;
      case 9, 10, 13, 14, 15 -> ProbeReason.ADMIN_PROHIBITED;
      default -> ProbeReason.NO_RESPONSE;
    };
  }

  private static ProbeReason reasonV6(int code) {
    return switch (code) {
      case 0 -> ProbeReason.NET_UNREACH;
      case 2, 3 -> ProbeReason.HOST_UNREACH;
      case 4 -> ProbeReason.PORT_UNREACH;
      case 1, 5, 6 -> ProbeReason.ADMIN_PROHIBITED;
      default -> ProbeReason.NO_RESPONSE;
    };
  }
}

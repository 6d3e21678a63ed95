package io.recvq.probe;

import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import io.recvq.sys.AddressLookup;
import io.recvq.sys.AddressLookup.Answer;
import io.recvq.sys.AddressLookup.Family;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Turns hosts as users write them into addresses to be asked. */
public final class TargetLookup {
  private TargetLookup() {}

  /**
   * The addresses of a host, in the order that connect would try. Literals are taken as they are,
   * with an optional scope as in {@code fe80::1%eth0}.
   *
   * @param atMost the time a name may take
   * @throws OperationException when the name is unknown, or nobody answered in time
   */
  public static List<ProbeTarget> addresses(String host, Family family, Duration atMost)
      throws IOException, InterruptedException {
    int zoneAt = host.indexOf('%');
    String bare = zoneAt < 0 ? host : host.substring(0, zoneAt);
    if (IpAddress.isLiteral(bare)) {
      IpAddress address = IpAddress.parse(bare);
      boolean wrongFamily = family != Family.ANY && address.v6() != (family == Family.V6);
      if (wrongFamily) {
        throw OperationException.of(
            "use " + host,
            "it is no IPv" + (family == Family.V6 ? 6 : 4) + " address",
            "leave out -4 or -6");
      }
      if (zoneAt < 0 && address.v6() && AddressScope.of(address) == AddressScope.LINK_LOCAL) {
        throw OperationException.of(
            "use " + host,
            "a link-local address needs its interface",
            "write " + host + "%eth0; see ip link");
      }
      int scope = zoneAt < 0 ? 0 : scopeId(host, host.substring(zoneAt + 1));
      return List.of(new ProbeTarget(host, address, scope));
    }
    AddressLookup.prepare();
    Answer answer =
        BoundedCall.within(
            atMost,
            "look up " + host,
            Resolver.NAME_SERVERS,
            () -> AddressLookup.lookup(host, family));
    List<ProbeTarget> targets = new ArrayList<>();
    for (AddressLookup.Address each : answer.addresses()) {
      targets.add(new ProbeTarget(host, each.address(), each.scopeId()));
    }
    return targets;
  }

  private static int scopeId(String host, String zone) throws OperationException {
    try {
      NetworkInterface found = NetworkInterface.getByName(zone);
      if (found != null) {
        return found.getIndex();
      }
    } catch (SocketException e) {
      throw OperationException.of("find the interface " + zone, e, "");
    }
    if (zone.matches("[0-9]{1,9}")) {
      return Integer.parseInt(zone);
    }
    throw OperationException.of("use " + host, "no interface " + zone, "see ip link");
  }
}

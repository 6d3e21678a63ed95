package io.recvq.check;

import io.recvq.document.DocumentException;
import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import io.recvq.probe.ProbeTarget;
import io.recvq.probe.TargetLookup;
import io.recvq.sys.AddressLookup.Family;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A name resolves, to these addresses among others. */
record DnsCheck(String name, List<IpAddress> addresses, Family family) implements Check {
  DnsCheck {
    addresses = List.copyOf(addresses);
  }

  static Check read(Fields fields) throws DocumentException {
    List<IpAddress> addresses = new ArrayList<>();
    for (String text : fields.texts("addresses")) {
      try {
        addresses.add(IpAddress.parse(text));
      } catch (IllegalArgumentException e) {
        throw fields.wrong("addresses", "must be addresses: " + e.getMessage());
      }
    }
    Family family =
        switch (fields.oneOf("family", List.of("ipv4", "ipv6")).orElse("any")) {
          case "ipv4" -> Family.V4;
          case "ipv6" -> Family.V6;
          default -> Family.ANY;
        };
    return new DnsCheck(fields.required("target", "a check of kind dns"), addresses, family);
  }

  @Override
  public Outcome run(long deadlineNanos) throws IOException, InterruptedException {
    List<IpAddress> found;
    try {
      found =
          TargetLookup.addresses(name, family, Reach.left(deadlineNanos)).stream()
              .map(ProbeTarget::address)
              .toList();
    } catch (OperationException e) {
      return Outcome.fail(String.valueOf(e.getMessage()));
    }
    String seen = name + " is " + found;
    return Outcome.of(found.containsAll(addresses), seen);
  }
}

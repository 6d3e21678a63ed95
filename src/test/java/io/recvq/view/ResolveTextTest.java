package io.recvq.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.net.IpAddress;
import io.recvq.probe.AddressScope;
import io.recvq.probe.Resolution;
import io.recvq.render.Style;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResolveTextTest {
  @Test
  void showsOrderAndWhatBindAndConnectWouldDo() {
    Resolution resolution =
        new Resolution(
            "web",
            List.of(address("::1", true, "ip6-localhost"), address("192.0.2.7", false, "")),
            Optional.of("web.example"),
            "/etc/hosts line 3",
            Duration.ofNanos(420_000),
            List.of("example"),
            List.of("the families differ"));
    assertEquals(
        """
        web  from /etc/hosts line 3, in 420 µs
        canonical name  web.example
        search list     example

        order  family  address    scope          name of it
            1  IPv6    ::1        loopback       ip6-localhost
            2  IPv4    192.0.2.7  documentation

        bind     an AF_INET socket cannot: no interface here has 192.0.2.7 (EADDRNOTAVAIL)
        bind     an AF_INET6 socket binds [::1]:80, reachable from this machine only
        connect  tries [::1]:80, then 192.0.2.7:80

        note: the families differ""",
        String.join("\n", new ResolveText(resolution, 80).lines(Style.PLAIN)));
  }

  private static Resolution.Address address(String literal, boolean local, String reverse) {
    IpAddress address = IpAddress.parse(literal);
    return new Resolution.Address(
        address,
        0,
        AddressScope.of(address),
        local,
        reverse.isEmpty() ? Optional.empty() : Optional.of(reverse));
  }
}

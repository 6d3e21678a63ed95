package io.recvq.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "127.0.0.1:65535", "[::1]:80", "[::ffff:10.0.0.1]:1"})
  void itIsWrittenAsItIsRead(String text) {
    Endpoint endpoint = Endpoint.parse(text);
    assertEquals(text, endpoint.toString());
    // The JDK writes a mapped address as the IPv4 address that it is.
    assertEquals(endpoint.unmapped(), Endpoint.of(endpoint.toSocketAddress()));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, '127.0.0.1' is not ADDRESS:PORT",
    "::1:80, write an IPv6 endpoint as [::1]:80",
    "127.0.0.1:65536, port 65536 is outside 0 to 65535"
  })
  void whatIsNoneIsRefusedWithAReason(String text, String reason) {
    assertEquals(
        reason,
        assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text)).getMessage());
  }

  @Test
  void portsHaveSixteenBits() {
    assertThrows(IllegalArgumentException.class, () -> new Endpoint(IpAddress.LOOPBACK_V4, 65_536));
    assertThrows(IllegalArgumentException.class, () -> new Endpoint(IpAddress.LOOPBACK_V4, -1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Endpoint.of(InetSocketAddress.createUnresolved("host.example", 80)));
  }

  @Test
  void theyAreOrderedByFamilyThenAddressThenPort() {
    List<Endpoint> ordered =
        List.of("1.0.0.0:9", "9.0.0.0:80", "9.0.0.0:443", "200.0.0.0:1", "[::1]:1", "[ff00::]:1")
            .stream()
            .map(Endpoint::parse)
            .toList();
    for (int i = 0; i < ordered.size(); i++) {
      for (int j = 0; j < ordered.size(); j++) {
        assertEquals(
            Integer.signum(i - j), Integer.signum(ordered.get(i).compareTo(ordered.get(j))));
      }
    }
  }

  @Test
  void aConnectionIsTheSameFromWhicheverEnd() {
    Endpoint one = Endpoint.parse("10.0.0.1:1");
    Endpoint two = Endpoint.parse("10.0.0.2:2");
    FlowKey key = new FlowKey(one, two);
    assertEquals(one, key.from(Direction.FORWARD));
    assertEquals(two, key.to(Direction.FORWARD));
    assertEquals(two, key.from(Direction.REVERSE));
    assertEquals(one, key.to(Direction.REVERSE));
    assertEquals(Direction.REVERSE, Direction.FORWARD.opposite());
    assertEquals(Direction.FORWARD, Direction.REVERSE.opposite());
  }
}

package io.recvq.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortListTest {
  private static final String SERVICES =
      "# x\nhttp\t80/tcp  www # web\nhttp-alt 8080/tcp\ndomain 53/udp\n";

  private static int[] parse(String text) {
    return PortList.parse(text, ServiceNames.read(SERVICES.lines().toList()), Transport.TCP);
  }

  @Test
  void listsRangesAndNamesAreSortedAndUnique() throws Exception {
    assertArrayEquals(new int[] {22, 80, 81, 8080}, parse("www,81,22,80-81,http-alt"));
    assertEquals(65535, parse("-").length);
    assertArrayEquals(new int[] {1, 2}, parse("-2"));
    assertArrayEquals(new int[] {65534, 65535}, parse("65534-"));
    assertEquals(100, parse("top100").length);
    assertEquals(10, parse("TOP10").length);
  }

  @Test
  void whatIsNoPortIsNamed() {
    for (String wrong : List.of("", "80,", "65536", "90-80", "nosuch", "1-2-3", "top0", "domain")) {
      assertThrows(IllegalArgumentException.class, () -> parse(wrong), wrong);
    }
  }

  @Test
  void portsAreNamedAlsoWithoutAServicesFile(@TempDir Path folder) throws Exception {
    ServiceNames builtIn = ServiceNames.read(folder.resolve("missing"));
    assertEquals(Optional.of("https"), builtIn.nameOf(443, Transport.TCP));
    assertEquals(Optional.empty(), builtIn.nameOf(7, Transport.TCP));
    assertEquals(
        Optional.of("http"),
        ServiceNames.read(SERVICES.lines().toList()).nameOf(80, Transport.TCP));
  }

  @Test
  void hostsAreNamesAddressesAndBlocks() {
    assertEquals(List.of("a", "::1", "10.0.0.1"), HostList.parse("a,[::1],10.0.0.1"));
    assertEquals(List.of("10.0.0.9", "10.0.0.10"), HostList.parse("10.0.0.10/30"));
    assertEquals(List.of("10.0.0.8", "10.0.0.9"), HostList.parse("10.0.0.9/31"));
    assertEquals(List.of("10.0.0.9"), HostList.parse("10.0.0.9/32"));
    assertEquals(
        List.of("2001:db8::", "2001:db8::1", "2001:db8::2", "2001:db8::3"),
        HostList.parse("2001:db8::/126"));
    for (String wrong :
        List.of("", "a,", "10.0.0.0/33", "10.0.0.0/8", "host/24", "::/0", "[]", "a,[ ]")) {
      assertThrows(IllegalArgumentException.class, () -> HostList.parse(wrong), wrong);
    }
    assertEquals("'a:80' has a port at its end; write the host alone: a", refusal("b,a:80"));
    assertEquals("'https://a:80/b' is a URL; write its host alone: a", refusal("https://a:80/b"));
    assertEquals(
        "'https://[::1]/' is a URL; write its host alone: [::1]", refusal("https://[::1]/"));
  }

  private static String refusal(String hosts) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> HostList.parse(hosts)).getMessage());
  }
}

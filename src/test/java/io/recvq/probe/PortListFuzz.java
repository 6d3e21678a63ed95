package io.recvq.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Any text as a list of ports and as a list of hosts. */
public final class PortListFuzz {
  private static final ServiceNames NAMES = ServiceNames.read(List.of("http 80/tcp www"));

  private PortListFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, UTF_8);
    try {
      int[] ports = PortList.parse(text, NAMES, Transport.TCP);
      assertTrue(ports.length > 0);
      assertTrue(ports[0] >= 0 && ports[ports.length - 1] <= 65535);
      if (ports.length < 100) {
        String written =
            Arrays.stream(ports).mapToObj(Integer::toString).collect(Collectors.joining(","));
        assertEquals(
            Arrays.toString(ports), Arrays.toString(PortList.parse(written, NAMES, Transport.TCP)));
      }
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
    }
    try {
      List<String> hosts = HostList.parse(text);
      assertTrue(!hosts.isEmpty() && hosts.stream().noneMatch(String::isBlank));
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
    }
  }
}

package io.recvq.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any text as hosts(5), resolv.conf(5), nsswitch.conf(5) and services(5). */
public final class NameServiceFuzz {
  private NameServiceFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    List<String> lines = new String(data, StandardCharsets.ISO_8859_1).lines().toList();
    NameServiceFiles files = NameServiceFiles.of(lines, lines, lines);
    assertEquals(lines, files.hosts());
    assertTrue(files.hostsLineOf("localhost").orElse(1) <= lines.size() || lines.isEmpty());
    files.filesBeforeDns();
    ServiceNames names = ServiceNames.read(lines);
    for (Transport transport : Transport.values()) {
      for (String line : lines) {
        assertTrue(names.portOf(line.strip().split("\\s+")[0], transport).orElse(1) <= 65_535);
      }
    }
  }
}

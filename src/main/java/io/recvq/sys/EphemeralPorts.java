package io.recvq.sys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.StringTokenizer;

/**
 * The local ports that connect picks from (ip_local_port_range of ip-sysctl, for both families).
 *
 * @param low the first
 * @param high the last
 */
public record EphemeralPorts(int low, int high) {
  private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final EphemeralPorts LINUX_DEFAULT = new EphemeralPorts(32768, 60999);

  /** This machine's range; Linux's default where it cannot be read. */
  public static EphemeralPorts ofThisMachine() {
    try {
      StringTokenizer words = new StringTokenizer(Files.readString(RANGE));
      int low = Integer.parseInt(words.nextToken());
      return new EphemeralPorts(low, Integer.parseInt(words.nextToken()));
    } catch (IOException | NumberFormatException | NoSuchElementException e) {
      return LINUX_DEFAULT;
    }
  }

  public boolean contains(int port) {
    return port >= low && port <= high;
  }
}

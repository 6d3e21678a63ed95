package io.recvq.probe;

import io.recvq.net.AddressSpec;
import java.util.BitSet;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Ports as users write them: {@code 22,80,8000-8099}, {@code http,ssh}, {@code top100}, {@code -}
 * for all of 1 to 65535.
 */
public final class PortList {
  /** Ports that servers commonly listen on, those most often met first. */
  private static final int[] COMMON = {
    80, 443, 22, 21, 25, 53, 110, 143, 3306, 3389, 8080, 23, 445, 139, 135, 993, 995, 587, 465, 111,
    5432, 6379, 8443, 5900, 1433, 27017, 9200, 8000, 8888, 8081, 3000, 5000, 9090, 389, 636, 88,
    514, 2049, 1521, 5060, 5672, 15672, 9092, 2181, 11211, 2375, 2376, 6443, 10250, 179, 873, 548,
    631, 1723, 1883, 8883, 5222, 5269, 6667, 7000, 7001, 7070, 8008, 8009, 8090, 8181, 8200, 8500,
    8600, 8834, 9000, 9001, 9042, 9091, 9093, 9100, 9300, 9418, 9999, 10000, 50051, 5601, 5984,
    5044, 5353, 3128, 1080, 113, 119, 79, 81, 82, 554, 1194, 2222, 3690, 4369, 4443, 6000, 65432
  };

  private PortList() {}

  /**
   * The ports in the order of their numbers, each once. Throws IllegalArgumentException with the
   * part that is no port.
   */
  public static int[] parse(String text, ServiceNames names, Transport transport) {
    BitSet ports = new BitSet(65536);
    for (String part : text.split(",", -1)) {
      add(part.strip(), ports, names, transport);
    }
    int[] list = new int[ports.cardinality()];
    int port = -1;
    for (int i = 0; i < list.length; i++) {
      port = ports.nextSetBit(port + 1);
      list[i] = port;
    }
    return list;
  }

  private static void add(String part, BitSet ports, ServiceNames names, Transport transport) {
    if (part.isEmpty()) {
      throw new IllegalArgumentException("a port is missing: write 22,80,8000-8099");
    }
    String lower = part.toLowerCase(Locale.ROOT);
    if (lower.startsWith("top") && lower.matches("top[0-9]{1,5}")) {
      addCommon(Integer.parseInt(lower.substring(3)), ports);
      return;
    }
    OptionalInt named = names.portOf(lower, transport);
    if (named.isPresent()) {
      ports.set(named.getAsInt());
      return;
    }
    if (!part.matches("[0-9]*-?[0-9]*")) {
      throw new IllegalArgumentException(
          "'" + part + "' is no port, range or service of " + transport + " in /etc/services");
    }
    int dash = part.indexOf('-');
    int low = dash < 0 ? AddressSpec.parsePort(part) : bound(part.substring(0, dash), 1);
    int high = dash < 0 ? low : bound(part.substring(dash + 1), 65535);
    if (low > high) {
      throw new IllegalArgumentException("the range " + part + " runs backwards");
    }
    ports.set(low, high + 1);
  }

  private static int bound(String text, int ifEmpty) {
    return text.isEmpty() ? ifEmpty : AddressSpec.parsePort(text);
  }

  private static void addCommon(int count, BitSet ports) {
    if (count < 1 || count > COMMON.length) {
      throw new IllegalArgumentException("top1 to top" + COMMON.length + " are known");
    }
    for (int i = 0; i < count; i++) {
      ports.set(COMMON[i]);
    }
  }
}

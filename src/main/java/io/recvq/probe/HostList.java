package io.recvq.probe;

import io.recvq.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hosts as users write them: names and addresses with commas between, and CIDR blocks. */
public final class HostList {
  /** A /16, or as much of IPv6: more is a mistake more often than a wish. */
  private static final int MOST_HOST_BITS = 16;

  private static final Pattern URL =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://(\\[[^/\\]]+\\]|[^:/?#\\[\\]]+).*");

  private static final Pattern WITH_PORT =
      Pattern.compile("(\\[[^\\[\\]]+\\]|[^:\\[\\]/]+):[0-9]{1,5}");

  private HostList() {}

  /**
   * The hosts in their order, blocks spelled out: of an IPv4 block wider than /31 without its
   * network and broadcast addresses. Throws IllegalArgumentException with what is wrong.
   */
  public static List<String> parse(String text) {
    List<String> hosts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String host = part.strip();
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1).strip();
      }
      if (host.isEmpty()) {
        throw new IllegalArgumentException("a host is missing: write HOST or HOST,HOST");
      }
      requireBare(host);
      int slash = host.indexOf('/');
      if (slash < 0) {
        hosts.add(host);
      } else {
        addBlock(host, slash, hosts);
      }
    }
    return List.copyOf(hosts);
  }

  /**
   * Throws IllegalArgumentException, with the host to write instead, for a host that comes with a
   * port, as other commands take it, or in a URL.
   */
  public static void requireBare(String text) {
    Matcher url = URL.matcher(text);
    if (url.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is a URL; write its host alone: " + url.group(1));
    }
    Matcher withPort = WITH_PORT.matcher(text);
    if (withPort.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' has a port at its end; write the host alone: " + bare(withPort.group(1)));
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static void addBlock(String block, int slash, List<String> hosts) {
    if (!IpAddress.isLiteral(block.substring(0, slash))) {
      throw new IllegalArgumentException("'" + block + "' is no block; write 10.0.0.0/28");
    }
    IpAddress network = IpAddress.parse(block.substring(0, slash));
    String bits = block.substring(slash + 1);
    int width = network.v6() ? 128 : 32;
    if (!bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > width) {
      throw new IllegalArgumentException(
          "'" + block + "' is no block: the prefix is 0 to " + width + " bits");
    }
    int hostBits = width - Integer.parseInt(bits);
    if (hostBits > MOST_HOST_BITS) {
      throw new IllegalArgumentException(
          block + " has more than " + (1 << MOST_HOST_BITS) + " addresses; probe smaller blocks");
    }
    long count = 1L << hostBits;
    long base = network.low() & -count;
    boolean ends = !network.v6() && hostBits >= 2;
    for (long i = ends ? 1 : 0; i < (ends ? count - 1 : count); i++) {
      hosts.add(new IpAddress(network.v6(), network.high(), base + i).toString());
    }
  }
}

package io.recvq.net;

import java.nio.charset.StandardCharsets;

/** An address as a user writes it, before any name is looked up. */
public sealed interface AddressSpec {

  /**
   * A host and a port; {@code host} is a name or a literal without brackets, empty for every local
   * address.
   */
  record Inet(String host, int port) implements AddressSpec {
    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** A Unix-domain socket's path. */
  record Unix(String path) implements AddressSpec {
    /** The room for a path and the null byte behind it is 108 bytes (sockaddr_un, man 7 unix). */
    static final int MOST_BYTES = 107;

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /**
   * Reads {@code HOST:PORT}, {@code [V6]:PORT}, {@code :PORT} (every local address), {@code PORT}
   * (127.0.0.1) or {@code unix:PATH}. Throws IllegalArgumentException with the reason.
   */
  static AddressSpec parse(String text) {
    if (text.startsWith("unix:")) {
      String path = text.substring("unix:".length());
      if (path.isEmpty()) {
        throw new IllegalArgumentException("'unix:' needs a path: unix:/run/my.sock");
      }
      int bytes = path.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > Unix.MOST_BYTES) {
        throw new IllegalArgumentException(
            "a Unix-domain path has at most "
                + Unix.MOST_BYTES
                + " bytes (man 7 unix), this one has "
                + bytes);
      }
      return new Unix(path);
    }
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return new Inet("127.0.0.1", parsePort(text));
    }
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "'" + text + "' names no port; write HOST:PORT, [V6]:PORT, :PORT or PORT");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
      if (!IpAddress.isLiteral(host.replaceFirst("%.*", ""))) {
        throw new IllegalArgumentException("'" + host + "' is no IPv6 address");
      }
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is ambiguous; write an IPv6 address in brackets: ["
              + host
              + "]:"
              + text.substring(colon + 1));
    }
    return new Inet(host, parsePort(text.substring(colon + 1)));
  }

  /** Reads a port number of 0 to 65535; throws IllegalArgumentException with the reason. */
  static int parsePort(String text) {
    if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("'" + text + "' is no port number");
    }
    int port = Integer.parseInt(text);
    if (port > 0xffff) {
      throw new IllegalArgumentException("port " + port + " is outside 0 to 65535");
    }
    return port;
  }
}

package io.recvq.net;

import java.net.InetSocketAddress;

/**
 * An address and a port of one end of a connection.
 *
 * @param port 0 to 65535; 0 stands for "any" in a listener that is not bound yet
 */
public record Endpoint(IpAddress address, int port) implements Comparable<Endpoint> {
  public Endpoint {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port + " is outside 0 to 65535");
    }
  }

  /**
   * The value of a resolved JDK socket address; throws IllegalArgumentException on an unresolved
   * one.
   */
  public static Endpoint of(InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("unresolved address " + address);
    }
    return new Endpoint(IpAddress.of(address.getAddress()), address.getPort());
  }

  /** Reads {@code 127.0.0.1:80} or {@code [::1]:80}; literals only. */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("'" + text + "' is not ADDRESS:PORT");
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (!bracketed && host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "write an IPv6 endpoint as [" + host + "]:" + text.substring(colon + 1));
    }
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    return new Endpoint(IpAddress.parse(bare), AddressSpec.parsePort(text.substring(colon + 1)));
  }

  /** The same endpoint for the JDK's socket classes. */
  public InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(address.toInetAddress(), port);
  }

  /** The same endpoint with a mapped IPv6 address written as the IPv4 address that it is. */
  public Endpoint unmapped() {
    return address.isV4Mapped() ? new Endpoint(address.unmapped(), port) : this;
  }

  @Override
  public int compareTo(Endpoint other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
  }

  /** {@code 127.0.0.1:80} or {@code [::1]:80}. */
  @Override
  public String toString() {
    return address.v6() ? "[" + address + "]:" + port : address + ":" + port;
  }
}

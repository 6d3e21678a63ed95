package io.recvq.sys;

import io.recvq.net.Errno;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;

/** The family of a socket by the address that it is for (man 2 socket). */
public final class AddressFamily {
  private AddressFamily() {}

  /** Opens a channel of a family, as {@code SocketChannel::open} does. */
  public interface Opener<C> {
    C open(ProtocolFamily family) throws IOException;
  }

  /**
   * Opens a channel for an address. On a machine without IPv6 every local address is every IPv4
   * address, and an IPv6 address is refused as the kernel refuses it (EAFNOSUPPORT).
   */
  public static <C> C open(SocketAddress address, Opener<C> opener) throws IOException {
    try {
      return opener.open(of(address));
    } catch (UnsupportedOperationException e) {
      if (address instanceof InetSocketAddress inet
          && inet.getAddress() instanceof Inet4Address any
          && any.isAnyLocalAddress()) {
        return opener.open(StandardProtocolFamily.INET);
      }
      throw new IOException(Errno.EAFNOSUPPORT.text(), e);
    }
  }

  /**
   * IPv4 for an IPv4 address, so that the kernel's table shows it as such; both where every local
   * address is meant.
   */
  private static ProtocolFamily of(SocketAddress address) {
    if (address instanceof UnixDomainSocketAddress) {
      return StandardProtocolFamily.UNIX;
    }
    InetAddress ip = ((InetSocketAddress) address).getAddress();
    return ip instanceof Inet4Address && !ip.isAnyLocalAddress()
        ? StandardProtocolFamily.INET
        : StandardProtocolFamily.INET6;
  }
}

package io.recvq.peer;

import io.recvq.net.AddressSpec;
import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From addresses as users write them to those of the JDK's channels, and back to text. */
public final class Addresses {
  private Addresses() {}

  /**
   * All addresses that this may mean, in the resolver's order; a literal is only itself. An empty
   * host is every local address.
   *
   * @throws OperationException when the name has no address
   */
  public static List<SocketAddress> resolve(AddressSpec spec) throws OperationException {
    if (spec instanceof AddressSpec.Unix unix) {
      return List.of(UnixDomainSocketAddress.of(unix.path()));
    }
    AddressSpec.Inet inet = (AddressSpec.Inet) spec;
    if (inet.host().isEmpty()) {
      return List.of(new InetSocketAddress(inet.port()));
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(inet.host()))
          .map(address -> (SocketAddress) new InetSocketAddress(address, inet.port()))
          .toList();
    } catch (UnknownHostException e) {
      throw OperationException.of(
          "resolve '" + inet.host() + "'",
          "name or service not known",
          "check the spelling, or see what the resolver says: recvq resolve " + inet.host());
    }
  }

  /** Whether other machines can reach a server on this address. */
  static boolean isBeyondLoopback(SocketAddress address) {
    return address instanceof InetSocketAddress inet && !inet.getAddress().isLoopbackAddress();
  }

  /** The address and port; empty for a Unix-domain socket. */
  static Optional<Endpoint> endpoint(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? Optional.of(Endpoint.of(inet).unmapped())
        : Optional.empty();
  }

  /** The address as recvq writes it: {@code 127.0.0.1:80}, {@code [::1]:80}, {@code unix:/path}. */
  static String shown(@Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      return Endpoint.of(inet).unmapped().toString();
    }
    if (address instanceof UnixDomainSocketAddress unix) {
      String path = unix.getPath().toString();
      return path.isEmpty() ? "unix:(unnamed)" : "unix:" + path;
    }
    return "closed";
  }
}

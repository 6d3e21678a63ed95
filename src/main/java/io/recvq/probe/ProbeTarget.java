package io.recvq.probe;

import io.recvq.net.IpAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A host to be probed, after its name was looked up.
 *
 * @param host as the user wrote it
 * @param scopeId the interface's index of a link-local IPv6 address, else 0
 */
public record ProbeTarget(String host, IpAddress address, int scopeId) {

  /** A target that was given as an address. */
  public static ProbeTarget of(IpAddress address) {
    return new ProbeTarget(address.toString(), address, 0);
  }

  /** The address for the JDK's socket classes, with its scope. */
  public InetAddress toInetAddress() {
    InetAddress plain = address.toInetAddress();
    if (scopeId == 0) {
      return plain;
    }
    try {
      return Inet6Address.getByAddress(null, plain.getAddress(), scopeId);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}

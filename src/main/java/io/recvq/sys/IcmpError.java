package io.recvq.sys;

import io.recvq.net.IpAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An error that the kernel queued for a socket (struct sock_extended_err, ip(7) IP_RECVERR).
 *
 * @param errno the number that a plain call would have failed with
 * @param origin who noticed
 * @param type the ICMP type, where it came by ICMP
 * @param code the ICMP code, where it came by ICMP
 * @param router who sent the ICMP message
 * @param packet the head of the packet that met the error, from its transport header on
 */
public record IcmpError(
    int errno, Origin origin, int type, int code, Optional<IpAddress> router, ByteBuffer packet) {

  /** Who noticed an error. */
  public enum Origin {
    LOCAL,
    ICMP,
    ICMP6,
    OTHER
  }
}

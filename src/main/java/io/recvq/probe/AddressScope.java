package io.recvq.probe;

import io.recvq.net.IpAddress;
import java.util.Locale;

/** How far an address reaches (IANA special-purpose registries, RFC 6890 and RFC 4193). */
public enum AddressScope {
  /** Every local address when bound, nothing when connected to. */
  UNSPECIFIED,
  LOOPBACK,
  LINK_LOCAL,
  PRIVATE,
  /** Carrier-grade translation, 100.64.0.0/10. */
  SHARED,
  DOCUMENTATION,
  MULTICAST,
  GLOBAL;

  private record Block(IpAddress network, int prefixBits, AddressScope scope) {
    static Block of(String network, int prefixBits, AddressScope scope) {
      return new Block(IpAddress.parse(network), prefixBits, scope);
    }
  }

  private static final Block[] BLOCKS = {
    Block.of("169.254.0.0", 16, LINK_LOCAL),
    Block.of("fe80::", 10, LINK_LOCAL),
    Block.of("10.0.0.0", 8, PRIVATE),
    Block.of("172.16.0.0", 12, PRIVATE),
    Block.of("192.168.0.0", 16, PRIVATE),
    Block.of("fc00::", 7, PRIVATE),
    Block.of("100.64.0.0", 10, SHARED),
    Block.of("192.0.2.0", 24, DOCUMENTATION),
    Block.of("198.51.100.0", 24, DOCUMENTATION),
    Block.of("203.0.113.0", 24, DOCUMENTATION),
    Block.of("2001:db8::", 32, DOCUMENTATION),
    Block.of("224.0.0.0", 4, MULTICAST),
    Block.of("ff00::", 8, MULTICAST)
  };

  /** The scope of an address; a mapped one has that of the IPv4 address inside. */
  public static AddressScope of(IpAddress address) {
    if (address.isAny()) {
      return UNSPECIFIED;
    }
    if (address.isLoopback()) {
      return LOOPBACK;
    }
    IpAddress plain = address.unmapped();
    for (Block block : BLOCKS) {
      if (plain.isWithin(block.network(), block.prefixBits())) {
        return block.scope();
      }
    }
    return GLOBAL;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

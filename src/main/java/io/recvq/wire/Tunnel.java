package io.recvq.wire;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A protocol that carries packets of its own, which are not looked into. Known so that a capture of
 * them is not taken for one without TCP. EtherTypes, IP protocols and UDP ports are those of IANA.
 */
public enum Tunnel {
  PPPOE("PPPoE"),
  MPLS("MPLS"),
  MACSEC("MACsec"),
  SNAP("802.3 SNAP"),
  IP_IN_IP("IP in IP"),
  GRE("GRE"),
  ESP("IPsec ESP"),
  L2TP("L2TP"),
  VXLAN("VXLAN"),
  GENEVE("Geneve"),
  GTP("GTP-U");

  private static final int UDP = 17;
  private static final int MAX_LENGTH_OF_8023 = 1500;
  private static final int SNAP_WITHOUT_VENDOR = 0xaaaa0300;

  private final String label;

  Tunnel(String label) {
    this.label = label;
  }

  /** As people call it. */
  public String label() {
    return label;
  }

  /** What an EtherType says, or an 802.3 length before the payload between the two places. */
  static Optional<Tunnel> ofEtherType(int type, ByteBuffer buffer, int at, int end) {
    if (type <= MAX_LENGTH_OF_8023) {
      boolean snap = at + 8 <= end && buffer.getInt(at) == SNAP_WITHOUT_VENDOR;
      return snap ? Optional.of(SNAP) : Optional.empty();
    }
    return switch (type) {
      case 0x8864 -> Optional.of(PPPOE);
      case 0x8847, 0x8848 -> Optional.of(MPLS);
      case 0x88e5 -> Optional.of(MACSEC);
      default -> Optional.empty();
    };
  }

  /** What an IP protocol says, and of UDP the port of the header between the two places. */
  static Optional<Tunnel> ofProtocol(int protocol, ByteBuffer buffer, int at, int end) {
    return switch (protocol) {
      case 4, 41 -> Optional.of(IP_IN_IP);
      case 47 -> Optional.of(GRE);
      case 50 -> Optional.of(ESP);
      case 115 -> Optional.of(L2TP);
      case UDP -> at + 8 <= end ? ofPort(buffer.getShort(at + 2) & 0xffff) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Tunnel> ofPort(int target) {
    return switch (target) {
      case 1701 -> Optional.of(L2TP);
      case 2152 -> Optional.of(GTP);
      // 8472 is Linux's port of before there was an assigned one.
      case 4789, 8472 -> Optional.of(VXLAN);
      case 6081 -> Optional.of(GENEVE);
      default -> Optional.empty();
    };
  }
}

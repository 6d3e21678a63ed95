package io.recvq.wire;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds the TCP segment in a packet: link header, VLAN tags, IPv4 or IPv6 with extension headers,
 * fragments, TCP header. Lengths are believed only as far as bytes are there; what follows the IP
 * datagram (Ethernet's padding, frame check sequence) is ignored; an IP length of 0, as a network
 * card's segmentation leaves it, means all of the packet.
 */
public final class PacketParser {
  /** What a packet turned out to be. */
  public enum Kind {
    /** A TCP segment; the view was filled. */
    TCP,
    /** Something else that is whole: another protocol over IP, ARP, and so on. */
    OTHER,
    /** Packets inside those of another protocol, see {@link #tunnel}; they are not looked into. */
    TUNNEL,
    /** A fragment of an IP datagram, kept until the rest arrives. */
    FRAGMENT,
    /** The capture kept too little of the packet to see the ports and sequence numbers. */
    CUT,
    /** A header that contradicts itself. */
    DAMAGED,
    /** A link type that is not decoded. */
    UNKNOWN_LINK
  }

  static final int TCP_HEADER_BYTES = 20;

  private static final int ETHERNET_BYTES = 14;
  private static final int SLL_BYTES = 16;
  private static final int SLL2_BYTES = 20;
  private static final int VLAN_BYTES = 4;

  private static final int TYPE_IPV4 = 0x0800;
  private static final int TYPE_IPV6 = 0x86dd;
  private static final int TYPE_VLAN = 0x8100;
  private static final int TYPE_QINQ = 0x88a8;
  private static final int TYPE_QINQ_OLD = 0x9100;

  private static final int PROTOCOL_TCP = 6;
  private static final int IPV4_BYTES = 20;
  private static final int IPV6_BYTES = 40;
  private static final int IPV6_ADDRESS_BYTES = 16;
  private static final int ROUTE_OF_SEGMENTS = 4;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION = 60;
  private static final int MOBILITY = 135;
  private static final int HOST_IDENTITY = 139;
  private static final int SHIM6 = 140;

  private final FragmentStore fragments;
  private final boolean verifyChecksums;
  private Tunnel tunnel = Tunnel.GRE;

  /**
   * @param verifyChecksums whether the checksums of IPv4 headers and of wholly captured TCP
   *     segments are computed; see {@link Segment#checksum}
   */
  public PacketParser(boolean verifyChecksums) {
    this(verifyChecksums, new FragmentStore());
  }

  PacketParser(boolean verifyChecksums, FragmentStore fragments) {
    this.verifyChecksums = verifyChecksums;
    this.fragments = fragments;
  }

  /** How many IP datagrams never became whole or were given up for lack of room. */
  public long incompleteDatagrams() {
    return fragments.incomplete();
  }

  /** What the last packet that was {@link Kind#TUNNEL} is. */
  public Tunnel tunnel() {
    return tunnel;
  }

  private Kind other(Optional<Tunnel> found) {
    if (found.isEmpty()) {
      return Kind.OTHER;
    }
    tunnel = found.get();
    return Kind.TUNNEL;
  }

  /** Looks into a packet; fills the view when the answer is {@link Kind#TCP}. */
  public Kind parse(CapturedPacket packet, Segment into) {
    ByteBuffer buffer = packet.buffer();
    int at = packet.offset();
    int end = at + packet.capturedBytes();
    // Where the packet ended on the wire, in the same coordinates.
    int wireEnd = (int) Math.min(Integer.MAX_VALUE, (long) at + packet.wireBytes());
    into.number = packet.number();
    into.timeNanos = packet.timeNanos();
    into.packetBytes = packet.wireBytes();
    into.lasting = packet.lasting();
    into.lastingBuffer = packet.lastingBuffer();
    into.lastingShift = packet.lastingOffset() - at;
    into.checksum = Checksum.UNVERIFIED;
    return switch (packet.linkType()) {
      case LinkType.ETHERNET -> byType(buffer, at + ETHERNET_BYTES, at + 12, end, wireEnd, into);
      case LinkType.LINUX_SLL -> byType(buffer, at + SLL_BYTES, at + 14, end, wireEnd, into);
      case LinkType.LINUX_SLL2 -> byType(buffer, at + SLL2_BYTES, at, end, wireEnd, into);
      // The family's number differs between systems (2, 10, 24, 28, 30); the version does not.
      case LinkType.NULL, LinkType.LOOP -> ip(buffer, at + 4, end, wireEnd, into);
      case LinkType.RAW, LinkType.RAW_DLT, LinkType.RAW_OPENBSD, LinkType.IPV4, LinkType.IPV6 ->
          ip(buffer, at, end, wireEnd, into);
      default -> Kind.UNKNOWN_LINK;
    };
  }

  /** Behind a link header that names what follows by an EtherType. */
  private Kind byType(
      ByteBuffer buffer, int payloadAt, int typeAt, int end, int wireEnd, Segment into) {
    int at = payloadAt;
    if (at > end) {
      return Kind.CUT;
    }
    int type = buffer.getShort(typeAt) & 0xffff;
    while (type == TYPE_VLAN || type == TYPE_QINQ || type == TYPE_QINQ_OLD) {
      if (at + VLAN_BYTES > end) {
        return Kind.CUT;
      }
      type = buffer.getShort(at + 2) & 0xffff;
      at += VLAN_BYTES;
    }
    return switch (type) {
      case TYPE_IPV4 -> ipv4(buffer, at, end, wireEnd, into);
      case TYPE_IPV6 -> ipv6(buffer, at, end, wireEnd, into);
      default -> other(Tunnel.ofEtherType(type, buffer, at, end));
    };
  }

  private Kind ip(ByteBuffer buffer, int at, int end, int wireEnd, Segment into) {
    if (at >= end) {
      return Kind.CUT;
    }
    return switch (buffer.get(at) >> 4 & 0xf) {
      case 4 -> ipv4(buffer, at, end, wireEnd, into);
      case 6 -> ipv6(buffer, at, end, wireEnd, into);
      default -> Kind.OTHER;
    };
  }

  /** RFC 791 section 3.1. */
  private Kind ipv4(ByteBuffer buffer, int at, int end, int wireEnd, Segment into) {
    if (at + IPV4_BYTES > end) {
      return Kind.CUT;
    }
    int versionAndLength = buffer.get(at) & 0xff;
    int headerBytes = (versionAndLength & 0xf) * 4;
    if (versionAndLength >> 4 != 4 || headerBytes < IPV4_BYTES) {
      return Kind.DAMAGED;
    }
    int totalBytes = buffer.getShort(at + 2) & 0xffff;
    int datagramEnd = totalBytes == 0 ? wireEnd : Math.min(wireEnd, at + totalBytes);
    if (datagramEnd - at < headerBytes) {
      return Kind.DAMAGED;
    }
    int body = at + headerBytes;
    int capturedEnd = Math.min(end, datagramEnd);
    int fragment = buffer.getShort(at + 6) & 0x3fff;
    int protocol = buffer.get(at + 9) & 0xff;
    if (protocol != PROTOCOL_TCP) {
      boolean first = (fragment & 0x1fff) == 0;
      return other(Tunnel.ofProtocol(protocol, buffer, body, first ? capturedEnd : body));
    }
    into.v6 = false;
    into.sourceHigh = 0;
    into.targetHigh = 0;
    into.sourceLow = Integer.toUnsignedLong(buffer.getInt(at + 12));
    into.targetLow = Integer.toUnsignedLong(buffer.getInt(at + 16));
    if (fragment != 0) {
      return fragment(
          buffer,
          body,
          capturedEnd,
          datagramEnd,
          (fragment & 0x1fff) * 8,
          (fragment & 0x2000) != 0,
          buffer.getShort(at + 4) & 0xffff,
          PROTOCOL_TCP,
          into);
    }
    if (verifyChecksums
        && capturedEnd >= body
        && Checksums.wrongIpv4Header(buffer, at, headerBytes)) {
      into.checksum = Checksum.WRONG;
    }
    return tcp(buffer, body, capturedEnd, datagramEnd, into);
  }

  /** RFC 8200 sections 3 and 4. */
  private Kind ipv6(ByteBuffer buffer, int at, int end, int wireEnd, Segment into) {
    if (at + IPV6_BYTES > end) {
      return Kind.CUT;
    }
    if ((buffer.get(at) >> 4 & 0xf) != 6) {
      return Kind.DAMAGED;
    }
    int payloadBytes = buffer.getShort(at + 4) & 0xffff;
    int datagramEnd =
        payloadBytes == 0 ? wireEnd : Math.min(wireEnd, at + IPV6_BYTES + payloadBytes);
    int capturedEnd = Math.min(end, datagramEnd);
    into.v6 = true;
    into.sourceHigh = buffer.getLong(at + 8);
    into.sourceLow = buffer.getLong(at + 16);
    into.targetHigh = buffer.getLong(at + 24);
    into.targetLow = buffer.getLong(at + 32);
    int next = buffer.get(at + 6) & 0xff;
    return behindExtensions(buffer, next, at + IPV6_BYTES, capturedEnd, datagramEnd, into);
  }

  /** From the first header behind IPv6's own, or behind what was put together of fragments. */
  private Kind behindExtensions(
      ByteBuffer buffer, int first, int start, int capturedEnd, int datagramEnd, Segment into) {
    int next = first;
    int body = start;
    while (next != PROTOCOL_TCP) {
      if (!isExtension(next)) {
        return other(Tunnel.ofProtocol(next, buffer, body, capturedEnd));
      }
      if (body + 8 > capturedEnd) {
        return body + 8 > datagramEnd ? Kind.DAMAGED : Kind.CUT;
      }
      int following = buffer.get(body) & 0xff;
      if (next == FRAGMENT) {
        int offsetAndMore = buffer.getShort(body + 2) & 0xffff;
        boolean more = (offsetAndMore & 1) != 0;
        if (more || offsetAndMore >> 3 != 0) {
          // A fragment's own part may begin with further extension headers, but is none itself.
          if (following == FRAGMENT || following != PROTOCOL_TCP && !isExtension(following)) {
            return Kind.OTHER;
          }
          int id = buffer.getInt(body + 4);
          return fragment(
              buffer,
              body + 8,
              capturedEnd,
              datagramEnd,
              offsetAndMore & ~7,
              more,
              id,
              following,
              into);
        }
        body += 8;
      } else {
        if (next == ROUTING) {
          followRoute(buffer, body, capturedEnd, into);
        }
        int units = buffer.get(body + 1) & 0xff;
        body += next == AUTHENTICATION ? (units + 2) * 4 : (units + 1) * 8;
      }
      next = following;
    }
    if (body > datagramEnd) {
      return Kind.DAMAGED;
    }
    return tcp(buffer, body, capturedEnd, datagramEnd, into);
  }

  /**
   * On its way along a route the header's destination is the next stop; the connection is with the
   * last one: the last address of types 0 and 2 (RFC 6275 section 6.4), the first of the segment
   * list of type 4 (RFC 8754 section 2).
   */
  private static void followRoute(ByteBuffer buffer, int at, int end, Segment into) {
    int bytes = ((buffer.get(at + 1) & 0xff) + 1) * 8;
    int type = buffer.get(at + 2) & 0xff;
    int stopsLeft = buffer.get(at + 3) & 0xff;
    int last = type == ROUTE_OF_SEGMENTS ? at + 8 : at + bytes - IPV6_ADDRESS_BYTES;
    boolean known = type == 0 || type == 2 || type == ROUTE_OF_SEGMENTS;
    if (known && stopsLeft > 0 && bytes >= 8 + IPV6_ADDRESS_BYTES && at + bytes <= end) {
      into.targetHigh = buffer.getLong(last);
      into.targetLow = buffer.getLong(last + 8);
    }
  }

  private static boolean isExtension(int header) {
    return switch (header) {
      case HOP_BY_HOP,
          ROUTING,
          FRAGMENT,
          AUTHENTICATION,
          DESTINATION,
          MOBILITY,
          HOST_IDENTITY,
          SHIM6 ->
          true;
      default -> false;
    };
  }

  private Kind fragment(
      ByteBuffer buffer,
      int at,
      int capturedEnd,
      int datagramEnd,
      int offset,
      boolean more,
      int id,
      int next,
      Segment into) {
    if (datagramEnd < at) {
      return Kind.DAMAGED;
    }
    if (capturedEnd < datagramEnd) {
      return Kind.CUT;
    }
    FragmentStore.Key key =
        new FragmentStore.Key(
            into.v6, into.sourceHigh, into.sourceLow, into.targetHigh, into.targetLow, id);
    FragmentStore.Whole whole =
        fragments.add(key, into.timeNanos, buffer, at, datagramEnd - at, offset, more, next);
    if (whole == null) {
      return Kind.FRAGMENT;
    }
    into.lasting = true;
    ByteBuffer bytes = whole.bytes();
    into.lastingBuffer = bytes;
    into.lastingShift = 0;
    return behindExtensions(bytes, whole.next(), 0, bytes.limit(), bytes.limit(), into);
  }

  /** RFC 9293 section 3.1. */
  private Kind tcp(ByteBuffer buffer, int at, int capturedEnd, int datagramEnd, Segment into) {
    if (at + TCP_HEADER_BYTES > datagramEnd) {
      return Kind.DAMAGED;
    }
    if (at + TCP_HEADER_BYTES > capturedEnd) {
      return Kind.CUT;
    }
    int offsetAndFlags = buffer.getShort(at + 12);
    int headerBytes = (offsetAndFlags >> 12 & 0xf) * 4;
    if (headerBytes < TCP_HEADER_BYTES || at + headerBytes > datagramEnd) {
      return Kind.DAMAGED;
    }
    int ports = buffer.getInt(at);
    into.sourcePort = ports >>> 16;
    into.targetPort = ports & 0xffff;
    into.seq = buffer.getInt(at + 4);
    into.ack = buffer.getInt(at + 8);
    into.flags = offsetAndFlags & 0x1ff;
    into.window = buffer.getShort(at + 14) & 0xffff;
    into.buffer = buffer;
    into.tcpOffset = at;
    into.optionsBytes = Math.min(headerBytes, capturedEnd - at) - TCP_HEADER_BYTES;
    into.payloadOffset = at + headerBytes;
    into.payloadLength = datagramEnd - at - headerBytes;
    into.payloadCaptured = Math.max(0, capturedEnd - at - headerBytes);
    if (verifyChecksums && capturedEnd == datagramEnd && into.checksum != Checksum.WRONG) {
      into.checksum = Checksums.ofTcp(into, buffer, at, datagramEnd - at);
    }
    return Kind.TCP;
  }
}

package io.recvq.probe;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * ICMP echo messages (RFC 792 page 14, RFC 4443 section 4): type, code, checksum, id, sequence,
 * data.
 *
 * @param id identifies who pings; a datagram socket's id is replaced by the kernel
 * @param sequence the low 16 bits of the request's number
 * @param sizeBytes of the whole message
 */
record EchoPacket(int id, int sequence, int sizeBytes) {
  static final int HEADER_BYTES = 8;

  private static final int ECHO_V4 = 8;
  private static final int ECHO_REPLY_V4 = 0;
  private static final int ECHO_V6 = 128;
  private static final int ECHO_REPLY_V6 = 129;

  /** A request; the checksum of ICMPv6 is the kernel's work, as it covers the addresses. */
  static byte[] request(boolean v6, int id, int sequence, int dataBytes) {
    ByteBuffer packet = ByteBuffer.allocate(HEADER_BYTES + dataBytes);
    packet.put((byte) (v6 ? ECHO_V6 : ECHO_V4)).put((byte) 0).putShort((short) 0);
    packet.putShort((short) id).putShort((short) sequence);
    for (int i = 0; i < dataBytes; i++) {
      packet.put((byte) i);
    }
    if (!v6) {
      packet.putShort(2, (short) checksum(packet.array()));
    }
    return packet.array();
  }

  /** The Internet checksum (RFC 1071). */
  static int checksum(byte[] bytes) {
    int sum = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
      sum += (bytes[i] & 0xff) << 8 | low;
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return ~sum & 0xffff;
  }

  /**
   * The echo reply in what a socket received; empty when it is something else.
   *
   * @param ipHeader whether an IPv4 header stands before it, as raw sockets deliver it
   */
  static Optional<EchoPacket> reply(ByteBuffer data, boolean v6, boolean ipHeader) {
    int start = ipHeader && data.limit() > 0 ? (data.get(0) & 0xf) * 4 : 0;
    return read(data, start, v6 ? ECHO_REPLY_V6 : ECHO_REPLY_V4);
  }

  /** The echo request at the head of a packet that met an error. */
  static Optional<EchoPacket> requestIn(ByteBuffer data, boolean v6) {
    return read(data, 0, v6 ? ECHO_V6 : ECHO_V4);
  }

  private static Optional<EchoPacket> read(ByteBuffer data, int start, int type) {
    if (data.limit() < start + HEADER_BYTES || (data.get(start) & 0xff) != type) {
      return Optional.empty();
    }
    return Optional.of(
        new EchoPacket(
            data.getShort(start + 4) & 0xffff,
            data.getShort(start + 6) & 0xffff,
            data.limit() - start));
  }
}

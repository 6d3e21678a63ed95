package io.recvq.wire;

import java.nio.ByteBuffer;

/** The Internet checksum (RFC 1071): one's complement sums of 16-bit words. */
final class Checksums {
  private static final int TCP_CHECKSUM_AT = 16;

  private Checksums() {}

  /** Whether the sum over an IPv4 header is wrong. */
  static boolean wrongIpv4Header(ByteBuffer buffer, int at, int length) {
    return fold(sum(buffer, at, length)) != 0xffff;
  }

  /** What the sum over a TCP segment and its pseudo-header says (RFC 9293 section 3.1). */
  static Checksum ofTcp(Segment segment, ByteBuffer buffer, int at, int length) {
    long pseudo =
        words(segment.sourceHigh)
            + words(segment.sourceLow)
            + words(segment.targetHigh)
            + words(segment.targetLow)
            + 6
            + (length >>> 16)
            + (length & 0xffff);
    if (fold(pseudo + sum(buffer, at, length)) == 0xffff) {
      return Checksum.RIGHT;
    }
    boolean unfinished = fold(pseudo) == (buffer.getShort(at + TCP_CHECKSUM_AT) & 0xffff);
    return unfinished ? Checksum.OFFLOADED : Checksum.WRONG;
  }

  private static long words(long value) {
    return (value >>> 48) + (value >>> 32 & 0xffff) + (value >>> 16 & 0xffff) + (value & 0xffff);
  }

  private static long sum(ByteBuffer buffer, int at, int length) {
    long sum = 0;
    int end = at + (length & ~1);
    for (int i = at; i < end; i += 2) {
      sum += buffer.getShort(i) & 0xffff;
    }
    return (length & 1) == 0 ? sum : sum + ((buffer.get(end) & 0xff) << 8);
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (int) folded;
  }
}

package io.recvq.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The application protocol: two bytes of length (big-endian), a JSON header, the content. */
final class AppFraming extends Framing {
  /** Bytes of the first length. */
  static final int PREFIX = 2;

  private static final int MAX_UNDECIDED_BYTES = 4096;
  private static final byte[][] TELLTALES = {
    "\"byteorder\"".getBytes(StandardCharsets.US_ASCII),
    "\"content-".getBytes(StandardCharsets.US_ASCII)
  };

  @Override
  public String name() {
    return "app";
  }

  /**
   * Lenient, so that a stream whose very first header is damaged is still known for what it is: a
   * length, an object, and one of the protocol's own keys.
   */
  @Override
  Plausibility plausibility(ByteBuffer bytes, int from, int to) {
    int have = to - from;
    if (have <= PREFIX) {
      boolean empty = have == PREFIX && headerLength(bytes, from) == 0;
      return empty ? Plausibility.NO : Plausibility.UNDECIDED;
    }
    if (bytes.get(from + PREFIX) != '{') {
      return Plausibility.NO;
    }
    int headerEnd = PREFIX + headerLength(bytes, from);
    int visible = Math.min(have, Math.min(headerEnd, MAX_UNDECIDED_BYTES));
    for (int at = from + PREFIX; at < from + visible; at++) {
      if (bytes.get(at) == '"' && isTelltale(bytes, at, from + visible)) {
        return Plausibility.YES;
      }
    }
    return visible < have || visible == headerEnd || visible == MAX_UNDECIDED_BYTES
        ? Plausibility.NO
        : Plausibility.UNDECIDED;
  }

  private static boolean isTelltale(ByteBuffer bytes, int at, int to) {
    for (byte[] telltale : TELLTALES) {
      int i = 0;
      while (i < telltale.length && at + i < to && bytes.get(at + i) == telltale[i]) {
        i++;
      }
      if (i == telltale.length) {
        return true;
      }
    }
    return false;
  }

  @Override
  Cutter cutter(FrameLimits limits) {
    return new AppCutter(limits);
  }

  /** The two bytes at {@code at} as the length of a header. */
  static int headerLength(ByteBuffer bytes, int at) {
    return (bytes.get(at) & 0xff) << 8 | (bytes.get(at + 1) & 0xff);
  }
}

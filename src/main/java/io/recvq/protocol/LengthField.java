package io.recvq.protocol;

import java.nio.ByteBuffer;

/**
 * A number in front of a frame that tells its size.
 *
 * @param offset bytes before it
 * @param width 1, 2, 3, 4 or 8 bytes; {@link #VARINT} for base 128 with the low group first
 * @param bigEndian the order of the bytes
 */
record LengthField(int offset, int width, boolean bigEndian) {
  /** As protocol buffers write sizes: seven bits a byte, the eighth says that more follow. */
  static final int VARINT = 0;

  /** The field is not there as a whole. */
  static final long INCOMPLETE = -1;

  /** No number of this kind, or beyond 63 bits. */
  static final long BAD = -2;

  private static final int MAX_VARINT_BYTES = 9;

  LengthField {
    boolean known = width == VARINT || width >= 1 && width <= 4 || width == 8;
    if (!known) {
      throw new IllegalArgumentException("width is 1, 2, 3, 4 or 8, not " + width);
    }
    if (offset < 0 || offset > 4096) {
      throw new IllegalArgumentException("offset is 0 to 4096, not " + offset);
    }
  }

  /** The value in a frame that begins at {@code from}; or {@link #INCOMPLETE} or {@link #BAD}. */
  long read(ByteBuffer bytes, int from, int to) {
    int at = from + offset;
    if (width == VARINT) {
      return readVarint(bytes, at, to);
    }
    if (to - at < width) {
      return INCOMPLETE;
    }
    long value = 0;
    for (int i = 0; i < width; i++) {
      int index = bigEndian ? i : width - 1 - i;
      value = value << 8 | (bytes.get(at + index) & 0xff);
    }
    return value < 0 ? BAD : value;
  }

  private static long readVarint(ByteBuffer bytes, int at, int to) {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      if (at + i >= to) {
        return INCOMPLETE;
      }
      byte b = bytes.get(at + i);
      value |= (long) (b & 0x7f) << 7 * i;
      if (b >= 0) {
        return value;
      }
    }
    return BAD;
  }

  /** Bytes from the frame's start to after the field; the field must be whole. */
  int end(ByteBuffer bytes, int from) {
    if (width != VARINT) {
      return offset + width;
    }
    int at = from + offset;
    while (bytes.get(at) < 0) {
      at++;
    }
    return at + 1 - from;
  }

  /** Fewest bytes at which {@link #read} can answer. */
  int least() {
    return offset + Math.max(1, width);
  }
}

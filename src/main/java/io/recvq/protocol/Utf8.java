package io.recvq.protocol;

import java.nio.ByteBuffer;

/** Well-formed UTF-8 as RFC 3629 section 4 defines it: no overlong forms, no surrogates. */
final class Utf8 {
  /** The sequence is well-formed as far as it goes but the bytes end inside it. */
  static final int CUT = 0;

  /** No sequence of UTF-8 starts here. */
  static final int BAD = -1;

  private Utf8() {}

  /** Length of the sequence at {@code at}, 1 to 4 bytes, or {@link #CUT} or {@link #BAD}. */
  static int sequence(ByteBuffer in, int at, int end) {
    int lead = in.get(at) & 0xff;
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xc2 || lead > 0xf4) {
      return BAD;
    }
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    for (int i = 1; i < length; i++) {
      if (at + i >= end) {
        return CUT;
      }
      int next = in.get(at + i) & 0xff;
      int low = i > 1 ? 0x80 : lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
      int high = i > 1 ? 0xbf : lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
      if (next < low || next > high) {
        return BAD;
      }
    }
    return length;
  }

  /** The position of the first byte that is part of no whole sequence, or -1. */
  static int firstInvalid(ByteBuffer in, int from, int to) {
    int at = from;
    while (at < to) {
      int length = sequence(in, at, to);
      if (length <= 0) {
        return at;
      }
      at += length;
    }
    return -1;
  }
}

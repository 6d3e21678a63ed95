package io.recvq.render;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes as lines of an offset, sixteen bytes in hexadecimal, and the same as text where they are
 * printable ASCII, else dots. Safe on any terminal.
 */
public final class HexDump {
  private static final int BYTES_A_LINE = 16;
  private static final String DIGITS = "0123456789abcdef";

  private HexDump() {}

  /**
   * The lines of a buffer from its position to its limit, both left as they are.
   *
   * @param firstOffset the number shown for the first byte
   */
  public static List<String> lines(ByteBuffer bytes, long firstOffset) {
    List<String> lines = new ArrayList<>(bytes.remaining() / BYTES_A_LINE + 1);
    for (int at = bytes.position(); at < bytes.limit(); at += BYTES_A_LINE) {
      int count = Math.min(BYTES_A_LINE, bytes.limit() - at);
      lines.add(line(bytes, at, count, firstOffset + at - bytes.position()));
    }
    return lines;
  }

  private static String line(ByteBuffer bytes, int at, int count, long offset) {
    StringBuilder line = new StringBuilder(80);
    int digits = offset >>> 32 == 0 ? 8 : 16;
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      line.append(DIGITS.charAt((int) (offset >>> shift) & 15));
    }
    for (int i = 0; i < BYTES_A_LINE; i++) {
      line.append(i % 8 == 0 ? "  " : " ");
      if (i < count) {
        int b = bytes.get(at + i);
        line.append(DIGITS.charAt(b >> 4 & 15)).append(DIGITS.charAt(b & 15));
      } else {
        line.append("  ");
      }
    }
    line.append("  ");
    for (int i = 0; i < count; i++) {
      byte b = bytes.get(at + i);
      line.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
    }
    return line.toString();
  }
}

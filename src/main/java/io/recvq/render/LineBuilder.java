package io.recvq.render;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds a line of UTF-8 text as bytes, for outputs of so many lines that strings would cost more
 * than the work itself. Used again for each line; not for several threads.
 */
public final class LineBuilder {
  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private byte[] bytes = new byte[1024];
  private int length;

  /** Bytes in the line so far. */
  public int length() {
    return length;
  }

  private void room(int count) {
    if (count > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
  }

  /** Text, as it is. */
  public LineBuilder text(String text) {
    int count = text.length();
    room(count);
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return encoded(text.substring(i));
      }
      bytes[length++] = (byte) c;
    }
    return this;
  }

  private LineBuilder encoded(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
    return this;
  }

  /** One ASCII character. */
  public LineBuilder ascii(char c) {
    room(1);
    bytes[length++] = (byte) c;
    return this;
  }

  public LineBuilder spaces(int count) {
    if (count > 0) {
      room(count);
      Arrays.fill(bytes, length, length + count, (byte) ' ');
      length += count;
    }
    return this;
  }

  /** ASCII text, filled up with spaces behind it. */
  public LineBuilder left(String text, int width) {
    return text(text).spaces(width - text.length());
  }

  /** A decimal number. */
  public LineBuilder number(long value) {
    if (value < 0) {
      return text(Long.toString(value));
    }
    return digits(value, digitsOf(value));
  }

  /** A decimal number of 0 or more, filled up with spaces before it. */
  public LineBuilder right(long value, int width) {
    int digits = digitsOf(value);
    return spaces(width - digits).digits(value, digits);
  }

  /** The last {@code count} decimal digits of a number of 0 or more, with leading zeros. */
  public LineBuilder digits(long value, int count) {
    room(count);
    long rest = value;
    for (int i = length + count - 1; i >= length; i--) {
      long tenth = rest / 10;
      bytes[i] = (byte) ('0' + rest - tenth * 10);
      rest = tenth;
    }
    length += count;
    return this;
  }

  /** How many decimal digits a number of 0 or more has. */
  public static int digitsOf(long value) {
    int digits = 1;
    while (digits < POWERS.length && value >= POWERS[digits]) {
      digits++;
    }
    return digits;
  }

  /**
   * Foreign bytes as they are, if all of them are printable ASCII; else nothing is added and the
   * answer is false.
   */
  public boolean printable(ByteBuffer buffer, int from, int count) {
    room(count);
    buffer.get(from, bytes, length, count);
    for (int i = length; i < length + count; i++) {
      if (bytes[i] < 0x20 || bytes[i] == 0x7f) {
        return false;
      }
    }
    length += count;
    return true;
  }

  /** Ends the line, writes it, and starts the next one. */
  public void writeTo(TextOut out) {
    ascii('\n');
    out.write(bytes, 0, length);
    length = 0;
  }
}

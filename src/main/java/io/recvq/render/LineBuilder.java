package io.recvq.render;

import io.recvq.net.Endpoint;
import io.recvq.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds a line of UTF-8 text as bytes, for outputs of so many lines that strings would cost more
 * than the work itself. Used again for each line; not for several threads.
 */
public final class LineBuilder {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
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

  /** {@code 127.0.0.1:80} or {@code [::1]:80}. */
  public LineBuilder endpoint(Endpoint endpoint) {
    IpAddress address = endpoint.address();
    if (address.v6()) {
      ascii('[').text(address.toString()).ascii(']');
    } else {
      int bits = (int) address.low();
      number(bits >>> 24).ascii('.').number(bits >>> 16 & 0xff).ascii('.');
      number(bits >>> 8 & 0xff).ascii('.').number(bits & 0xff);
    }
    return ascii(':').number(endpoint.port());
  }

  /** A part of another line, from one length that it had to another. */
  public LineBuilder part(LineBuilder other, int from, int to) {
    room(to - from);
    System.arraycopy(other.bytes, from, bytes, length, to - from);
    length += to - from;
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

  /** Bytes that are finished text. */
  public LineBuilder bytes(byte[] text) {
    room(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  /** The line so far, as text that {@link #bytes} takes; the line is empty afterwards. */
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    length = 0;
    return taken;
  }

  /**
   * Foreign bytes, made safe for a terminal as {@link Escape#bytes} does, up to a number of
   * columns. A character that is cut off at the end of the bytes is left out.
   *
   * @param count how many of the bytes there are
   * @return how many of them are shown
   */
  public int foreign(byte[] foreign, int count, int maxColumns) {
    int plain = Math.min(count, maxColumns);
    room(plain);
    int at = 0;
    while (at < plain && foreign[at] >= 0x20 && foreign[at] != 0x7f) {
      bytes[length++] = foreign[at++];
    }
    return at == count || at == maxColumns ? at : escaped(foreign, at, count, maxColumns - at);
  }

  private int escaped(byte[] foreign, int from, int count, int maxColumns) {
    int columns = 0;
    int at = from;
    while (at < count) {
      int size = sequence(foreign, at, count);
      if (size < 0) {
        return at;
      }
      int before = length;
      if (size <= 1) {
        escape(foreign[at], size == 1);
        columns += length - before;
      } else if (size == 2 && isLatin(foreign[at], foreign[at + 1])) {
        room(2);
        bytes[length++] = foreign[at];
        bytes[length++] = foreign[at + 1];
        columns++;
      } else {
        columns += character(new String(foreign, at, size, StandardCharsets.UTF_8), size);
      }
      if (columns > maxColumns) {
        length = before;
        return at;
      }
      at += Math.max(1, size);
    }
    return at;
  }

  /** Whether two bytes are one of U+00A0 to U+02FF, all of which are shown in one column. */
  private static boolean isLatin(byte lead, byte next) {
    int c = (lead & 0x1f) << 6 | next & 0x3f;
    return c >= 0xa0 && c < 0x300;
  }

  /** Adds a character of so many bytes, escaped where it must be, and tells its columns. */
  private int character(String character, int size) {
    int before = length;
    text(Escape.text(character));
    return length - before == size ? DisplayWidth.of(character) : length - before;
  }

  /**
   * Bytes of the UTF-8 character that starts here (RFC 3629 section 4): 0 when it is none, -1 when
   * the bytes end inside it.
   */
  private static int sequence(byte[] foreign, int at, int count) {
    int lead = foreign[at] & 0xff;
    if (lead < 0x80) {
      return 1;
    }
    int size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    for (int i = 1; i < size; i++) {
      if (at + i == count) {
        return -1;
      }
      int low = i > 1 ? 0x80 : lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
      int high = i > 1 ? 0xbf : lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
      int next = foreign[at + i] & 0xff;
      if (next < low || next > high) {
        return 0;
      }
    }
    return size;
  }

  private void escape(byte b, boolean ascii) {
    room(4);
    if (ascii && b >= 0x20 && b != 0x7f) {
      bytes[length++] = b;
      return;
    }
    bytes[length++] = '\\';
    if (b == '\n' || b == '\r' || b == '\t') {
      bytes[length++] = (byte) (b == '\n' ? 'n' : b == '\r' ? 'r' : 't');
    } else {
      bytes[length++] = 'x';
      bytes[length++] = HEX[b >> 4 & 0xf];
      bytes[length++] = HEX[b & 0xf];
    }
  }

  /** Ends the line, writes it, and starts the next one. */
  public void writeTo(TextOut out) {
    ascii('\n');
    out.write(bytes, 0, length);
    length = 0;
  }
}

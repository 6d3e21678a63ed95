package io.recvq.render;

import static io.recvq.net.ByteWords.HIGHS;
import static io.recvq.net.ByteWords.ONES;

import io.recvq.net.ByteWords;
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

  /** A backslash, a u and four digits, which do for all characters that are escaped. */
  private static final int ESCAPE_BYTES = 6;

  /**
   * By its first byte: how many bytes a character promises to have, 1 for printable ASCII; 0 for
   * what is shown escaped whatever follows.
   */
  private static final byte[] SIZES = new byte[256];

  static {
    Arrays.fill(SIZES, 0x20, 0x7f, (byte) 1);
    Arrays.fill(SIZES, 0xc2, 0xe0, (byte) 2);
    Arrays.fill(SIZES, 0xe0, 0xf0, (byte) 3);
    Arrays.fill(SIZES, 0xf0, 0xf5, (byte) 4);
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
    int most = Math.min(count, maxColumns);
    int plain = plain(foreign, most);
    room(plain);
    System.arraycopy(foreign, 0, bytes, length, plain);
    length += plain;
    return plain == count || plain == maxColumns
        ? plain
        : escaped(foreign, plain, count, maxColumns - plain);
  }

  /** How many of the first {@code most} bytes are printable ASCII, up to the first that is not. */
  private static int plain(byte[] foreign, int most) {
    int at = 0;
    while (at <= most - 8) {
      long found = unlikePlain(ByteWords.get(foreign, at)) & HIGHS;
      if (found != 0) {
        return at + ByteWords.first(found);
      }
      at += 8;
    }
    while (at < most && foreign[at] >= 0x20 && foreign[at] != 0x7f) {
      at++;
    }
    return at;
  }

  /** Eight bytes, the lowest with its highest bit set being a control character or not ASCII. */
  private static long unlikePlain(long word) {
    return word - 0x20 * ONES | word + ONES | word;
  }

  private int escaped(byte[] foreign, int from, int count, int maxColumns) {
    int columns = 0;
    int at = from;
    while (at < count) {
      int size = SIZES[foreign[at] & 0xff];
      if (size > 1) {
        size = continued(foreign, at, count, size);
        if (size < 0) {
          return at;
        }
      }
      int before = length;
      if (size == 1) {
        room(1);
        bytes[length++] = foreign[at];
        columns++;
      } else if (size == 0) {
        escape(foreign[at]);
        columns += length - before;
      } else {
        columns += character(foreign, at, size);
      }
      if (columns > maxColumns) {
        length = before;
        return at;
      }
      at += Math.max(1, size);
    }
    return at;
  }

  /** Adds a character of two bytes or more, escaped where it must be, and tells its columns. */
  private int character(byte[] foreign, int at, int size) {
    int codePoint = foreign[at] & 0x7f >> size;
    for (int i = 1; i < size; i++) {
      codePoint = codePoint << 6 | foreign[at + i] & 0x3f;
    }
    room(ESCAPE_BYTES);
    if (Escape.isPlain(codePoint)) {
      for (int i = 0; i < size; i++) {
        bytes[length++] = foreign[at + i];
      }
      return DisplayWidth.of(codePoint);
    }
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[codePoint >> shift & 0xf];
    }
    return ESCAPE_BYTES;
  }

  /**
   * The size of the UTF-8 character whose first byte promises it (RFC 3629 section 4): 0 when it is
   * none, -1 when the bytes end inside it.
   */
  private static int continued(byte[] foreign, int at, int count, int size) {
    int lead = foreign[at] & 0xff;
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

  private void escape(byte b) {
    room(4);
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

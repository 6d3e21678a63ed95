package io.recvq.net;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads bytes as people and programs write them down: numbers, plain hex, dumps of tcpdump and xxd,
 * Python's bytes literals, and text.
 */
public final class ByteNotation {
  private ByteNotation() {}

  /** How the bytes were written. */
  public enum Form {
    /** A whole number of at most 64 bits, decimal or after {@code 0x}. */
    NUMBER,
    /** Hex digits in pairs, with or without separators. */
    HEX,
    /** Lines of an offset, hex groups and a text column, as tcpdump -X and xxd print them. */
    DUMP,
    /** A bytes literal of Python, as {@code b'\x00g'}. */
    PYTHON,
    /** Anything else: its UTF-8 bytes. */
    TEXT,
    /** The bytes themselves. */
    RAW
  }

  /** What was read. */
  public static final class Reading {
    private final Form form;
    private final byte[] bytes;
    private final Optional<BigInteger> number;

    private Reading(Form form, byte[] bytes, Optional<BigInteger> number) {
      this.form = form;
      this.bytes = bytes;
      this.number = number;
    }

    /** Bytes that were not written down at all but read from a file. */
    public static Reading raw(byte[] bytes) {
      return new Reading(Form.RAW, bytes.clone(), Optional.empty());
    }

    public Form form() {
      return form;
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    /** The value, for {@link Form#NUMBER} only. */
    public Optional<BigInteger> number() {
      return number;
    }
  }

  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final BigInteger MIN = BigInteger.ONE.shiftLeft(63).negate();

  /** An offset, hex groups, and whatever follows two spaces or a bar. */
  private static final Pattern DUMP_LINE =
      Pattern.compile(
          "\\s*(?:0x)?[0-9a-fA-F]{4,16}:?\\s+((?:[0-9a-fA-F]{2}){1,8}(?: {1,2}(?:[0-9a-fA-F]{2}){1,8}(?![^ ]))*)(?:\\s.*)?");

  /** How a line begins that only tcpdump writes; a packet's heading may stand before it. */
  private static final Pattern TCPDUMP_OFFSET = Pattern.compile("[ \\t]*0x[0-9a-fA-F]{4}:[ \\t]");

  /** Reads text in the form that it looks like; throws IllegalArgumentException if it is broken. */
  public static Reading read(String text) {
    return read(text, guess(text));
  }

  /** Reads text in this form; throws IllegalArgumentException with the reason. */
  public static Reading read(String text, Form form) {
    return switch (form) {
      case NUMBER -> number(text);
      case HEX -> new Reading(form, hex(text), Optional.empty());
      case DUMP -> new Reading(form, dump(text), Optional.empty());
      case PYTHON -> new Reading(form, python(text.strip()), Optional.empty());
      case TEXT, RAW -> new Reading(form, text.getBytes(StandardCharsets.UTF_8), Optional.empty());
    };
  }

  private static Form guess(String text) {
    String plain = text.strip();
    if (plain.matches("-?[0-9]{1,20}|0[xX][0-9a-fA-F]{1,16}")) {
      return Form.NUMBER;
    }
    if (plain.matches("(?s)[bB][rR]?(['\"]).*\\1")) {
      return Form.PYTHON;
    }
    if (text.lines().anyMatch(ByteNotation::isTcpdumpLine)) {
      return Form.DUMP;
    }
    // With a limit: a text of line ends alone has no line otherwise.
    String first = plain.split("\\R", 2)[0];
    if (first.matches("\\s*(0x[0-9a-fA-F]{4,8}:|[0-9a-fA-F]{8}:?\\s).*")
        && DUMP_LINE.matcher(first).matches()) {
      return Form.DUMP;
    }
    // Possessive: nothing is gained by giving groups back, and Java's matcher recurses to do so.
    boolean pairs =
        plain.matches(
            "(?:(?:0[xX]|\\\\x)?[0-9a-fA-F]{2}[\\s:,-]+)++(?:0[xX]|\\\\x)?[0-9a-fA-F]{2}");
    boolean words = plain.matches("(?:[0-9a-fA-F]{4}\\s+)++[0-9a-fA-F]{4}");
    boolean run = plain.matches("(?:[0-9a-fA-F]{2}){4,}+|(?:\\\\x[0-9a-fA-F]{2})++");
    return pairs || words || run ? Form.HEX : Form.TEXT;
  }

  private static boolean isTcpdumpLine(String line) {
    return TCPDUMP_OFFSET.matcher(line).lookingAt() && DUMP_LINE.matcher(line).matches();
  }

  private static Reading number(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    BigInteger value;
    try {
      value =
          plain.startsWith("0x") ? new BigInteger(plain.substring(2), 16) : new BigInteger(plain);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no whole number", e);
    }
    if (value.compareTo(MAX) > 0 || value.compareTo(MIN) < 0) {
      throw new IllegalArgumentException(text + " does not fit in 64 bits");
    }
    int width = widthOf(value);
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[width - 1 - i] = value.shiftRight(8 * i).byteValue();
    }
    return new Reading(Form.NUMBER, bytes, Optional.of(value));
  }

  /** The smallest of 2, 4 and 8 bytes that hold the value, signed or unsigned. */
  private static int widthOf(BigInteger value) {
    int bits = value.signum() < 0 ? value.bitLength() + 1 : value.bitLength();
    return bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
  }

  /**
   * Hex digits, two a byte; blanks, colons, commas and hyphens may separate, {@code 0x} and {@code
   * \x} may stand before a byte. Throws IllegalArgumentException with the position of what is
   * wrong.
   */
  public static byte[] hex(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int high = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean prefix =
          high < 0
              && i + 1 < text.length()
              && (c == '0' || c == '\\')
              && Character.toLowerCase(text.charAt(i + 1)) == 'x';
      if (prefix) {
        i++;
        continue;
      }
      if (high < 0 && (Character.isWhitespace(c) || c == ':' || c == ',' || c == '-')) {
        continue;
      }
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw new IllegalArgumentException(
            "'" + text.substring(i, i + 1) + "' at position " + (i + 1) + " is no hex digit");
      }
      if (high < 0) {
        high = digit;
      } else {
        bytes.write(high << 4 | digit);
        high = -1;
      }
    }
    if (high >= 0) {
      throw new IllegalArgumentException("an odd number of hex digits; each byte is two");
    }
    return bytes.toByteArray();
  }

  /** The bytes of a dump's lines; lines that are none, as a packet's heading, are passed over. */
  private static byte[] dump(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.lines()
        .map(DUMP_LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> bytes.writeBytes(hexColumn(line.group(1))));
    if (bytes.size() == 0) {
      throw new IllegalArgumentException("no line of a hex dump: an offset, then groups of digits");
    }
    return bytes.toByteArray();
  }

  /**
   * At most 16 bytes: what follows them belongs to the text column, though it may look like hex.
   */
  private static byte[] hexColumn(String groups) {
    byte[] all = hex(groups);
    return all.length <= 16 ? all : java.util.Arrays.copyOf(all, 16);
  }

  private static byte[] python(String literal) {
    if (!literal.matches("(?s)[bB][rR]?(['\"]).*\\1")) {
      throw new IllegalArgumentException("a bytes literal looks like b'\\x00g'");
    }
    boolean raw = Character.toLowerCase(literal.charAt(1)) == 'r';
    String body = literal.substring(raw ? 3 : 2, literal.length() - 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c > 0x7f) {
        throw new IllegalArgumentException(
            "a bytes literal holds ASCII only; '" + body.substring(i) + "' is not");
      }
      if (c != '\\' || raw) {
        bytes.write(c);
      } else {
        i = escaped(body, i + 1, bytes);
      }
    }
    return bytes.toByteArray();
  }

  /** Writes the byte of the escape whose character is at {@code at}; gives its last position. */
  private static int escaped(String body, int at, ByteArrayOutputStream bytes) {
    if (at >= body.length()) {
      throw new IllegalArgumentException("the literal ends in a lone backslash");
    }
    char c = body.charAt(at);
    if (c == 'x') {
      if (at + 2 >= body.length()
          || Character.digit(body.charAt(at + 1), 16) < 0
          || Character.digit(body.charAt(at + 2), 16) < 0) {
        throw new IllegalArgumentException("\\x is followed by two hex digits");
      }
      bytes.write(Integer.parseInt(body.substring(at + 1, at + 3), 16));
      return at + 2;
    }
    if (c >= '0' && c <= '7') {
      int end = at;
      while (end < body.length()
          && end < at + 3
          && body.charAt(end) >= '0'
          && body.charAt(end) <= '7') {
        end++;
      }
      bytes.write(Integer.parseInt(body.substring(at, end), 8));
      return end - 1;
    }
    int simple = "abfnrtv\\'\"".indexOf(c);
    if (simple < 0) {
      bytes.write('\\');
      bytes.write(c);
    } else {
      bytes.write("\u0007\b\f\n\r\t\u000b\\'\"".charAt(simple));
    }
    return at;
  }
}

package io.recvq.render;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes text of a peer, a capture or another process safe for a terminal: control characters,
 * terminal sequences and text-direction overrides become visible escapes, all else stays readable.
 */
public final class Escape {
  private Escape() {}

  /**
   * The text on one line, with control characters as {@code \n}, {@code \x1b} or {@code \u202e}.
   */
  public static String text(String foreign) {
    int clean = 0;
    while (clean < foreign.length() && isPlain(foreign, clean)) {
      clean++;
    }
    if (clean == foreign.length()) {
      return foreign;
    }
    StringBuilder safe = new StringBuilder(foreign.length() + 16).append(foreign, 0, clean);
    for (int i = clean; i < foreign.length(); i++) {
      char c = foreign.charAt(i);
      if (isPlain(foreign, i)) {
        safe.append(c);
      } else {
        appendEscaped(safe, c);
      }
    }
    return safe.toString();
  }

  /** The same as {@link #text}, but ends of lines and tabs stay. */
  public static String lines(String foreign) {
    int clean = 0;
    while (clean < foreign.length() && isPlain(foreign, clean)) {
      clean++;
    }
    if (clean == foreign.length()) {
      return foreign;
    }
    StringBuilder safe = new StringBuilder(foreign.length() + 16);
    for (int i = 0; i < foreign.length(); i++) {
      char c = foreign.charAt(i);
      if (c == '\n' || c == '\t' || isPlain(foreign, i)) {
        safe.append(c);
      } else {
        appendEscaped(safe, c);
      }
    }
    return safe.toString();
  }

  /**
   * JSON text in UTF-8 with the characters that JSON allows and terminals obey, U+007F to U+009F
   * and those that turn the direction of text, as {@code \u009b}: the same value, and harmless
   * where somebody looks at it. They can stand in strings only.
   */
  public static byte[] json(byte[] text) {
    int from = firstObeyed(text, 0);
    if (from == text.length) {
      return text;
    }
    ByteArrayOutputStream safe = new ByteArrayOutputStream(text.length + 32);
    int copied = 0;
    while (from < text.length) {
      safe.write(text, copied, from - copied);
      int size = text[from] == 0x7f ? 1 : (text[from] & 0xff) < 0xe0 ? 2 : 3;
      StringBuilder escape = new StringBuilder();
      appendUnicode(escape, new String(text, from, size, StandardCharsets.UTF_8).charAt(0));
      safe.writeBytes(escape.toString().getBytes(StandardCharsets.US_ASCII));
      copied = from + size;
      from = firstObeyed(text, copied);
    }
    safe.write(text, copied, text.length - copied);
    return safe.toByteArray();
  }

  /** Where the first such character starts; the length without one. */
  private static int firstObeyed(byte[] text, int from) {
    for (int i = from; i < text.length; i++) {
      int next = i + 1 < text.length ? text[i + 1] & 0xff : 0;
      boolean obeyed =
          switch (text[i] & 0xff) {
            case 0x7f -> true;
            case 0xc2 -> next >= 0x80 && next < 0xa0;
            case 0xd8 -> next == 0x9c;
            case 0xe2 -> i + 2 < text.length && turns(next, text[i + 2] & 0xff);
            default -> false;
          };
      if (obeyed) {
        return i;
      }
    }
    return text.length;
  }

  /** U+200E, U+200F, U+2028 to U+202E and U+2066 to U+2069, by their last two bytes. */
  private static boolean turns(int middle, int last) {
    return middle == 0x80 && (last == 0x8e || last == 0x8f || last >= 0xa8 && last <= 0xae)
        || middle == 0x81 && last >= 0xa6 && last <= 0xa9;
  }

  /** Bytes as escaped UTF-8 text; bytes that are no UTF-8 become {@code \xNN}. */
  public static String bytes(byte[] foreign) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(foreign);
    CharBuffer chars = CharBuffer.allocate(foreign.length + 2);
    StringBuilder safe = new StringBuilder(foreign.length + 16);
    while (true) {
      CoderResult result = decoder.decode(in, chars, true);
      chars.flip();
      safe.append(text(chars.toString()));
      chars.clear();
      if (!result.isError()) {
        return safe.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        appendByte(safe, in.get());
      }
      decoder.reset();
    }
  }

  private static boolean isPlain(String text, int at) {
    char c = text.charAt(at);
    if (c < 0x20 || c >= 0x7f && c < 0xa0) {
      return false;
    }
    if (c < 0x80) {
      return true;
    }
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return isPlain(c);
  }

  /**
   * Whether a character of more than one byte is shown as it is: no control character, separator of
   * lines, turn of the text's direction or byte order mark.
   */
  static boolean isPlain(int codePoint) {
    boolean separator = codePoint == 0x2028 || codePoint == 0x2029;
    boolean direction =
        codePoint >= 0x202a && codePoint <= 0x202e
            || codePoint >= 0x2066 && codePoint <= 0x2069
            || codePoint == 0x200e
            || codePoint == 0x200f
            || codePoint == 0x061c;
    return codePoint >= 0xa0 && !separator && !direction && codePoint != 0xfeff;
  }

  private static void appendEscaped(StringBuilder safe, char c) {
    switch (c) {
      case '\n' -> safe.append("\\n");
      case '\r' -> safe.append("\\r");
      case '\t' -> safe.append("\\t");
      default -> {
        if (c < 0x80) {
          appendByte(safe, (byte) c);
        } else {
          appendUnicode(safe, c);
        }
      }
    }
  }

  private static void appendUnicode(StringBuilder safe, char c) {
    safe.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      safe.append(Character.forDigit(c >> shift & 0xf, 16));
    }
  }

  private static void appendByte(StringBuilder safe, byte b) {
    safe.append("\\x")
        .append(Character.forDigit(b >> 4 & 0xf, 16))
        .append(Character.forDigit(b & 0xf, 16));
  }
}

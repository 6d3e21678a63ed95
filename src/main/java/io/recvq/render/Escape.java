package io.recvq.render;

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
    boolean separator = c == 0x2028 || c == 0x2029;
    boolean direction =
        c >= 0x202a && c <= 0x202e
            || c >= 0x2066 && c <= 0x2069
            || c == 0x200e
            || c == 0x200f
            || c == 0x061c;
    return !separator && !direction && c != 0xfeff;
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
          safe.append("\\u");
          for (int shift = 12; shift >= 0; shift -= 4) {
            safe.append(Character.forDigit(c >> shift & 0xf, 16));
          }
        }
      }
    }
  }

  private static void appendByte(StringBuilder safe, byte b) {
    safe.append("\\x")
        .append(Character.forDigit(b >> 4 & 0xf, 16))
        .append(Character.forDigit(b & 0xf, 16));
  }
}

package io.recvq.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Small work on JSON text that {@link JsonScanner} has found valid. */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /**
   * The same value on one line and safe on a terminal: line breaks and tabs between tokens go away,
   * control characters of U+007F to U+009F, line separators and direction overrides in strings
   * become escapes.
   */
  static String oneLine(String json) {
    int clean = 0;
    while (clean < json.length() && isPlain(json.charAt(clean))) {
      clean++;
    }
    if (clean == json.length()) {
      return json;
    }
    StringBuilder line = new StringBuilder(json.length() + 16).append(json, 0, clean);
    for (int i = clean; i < json.length(); i++) {
      char c = json.charAt(i);
      if (isPlain(c)) {
        line.append(c);
      } else if (c >= 0x7f) {
        line.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          line.append(Character.forDigit(c >> shift & 0xf, 16));
        }
      }
    }
    return line.toString();
  }

  private static boolean isPlain(char c) {
    if (c < 0x7f) {
      return c >= 0x20;
    }
    return c >= 0xa0
        && (c < 0x2028 || c > 0x202e)
        && (c < 0x2066 || c > 0x2069)
        && c != 0x200e
        && c != 0x200f
        && c != 0x061c
        && c != 0xfeff;
  }

  /** What a string literal stands for, given what is between its quotes. */
  static String unquote(String inner) {
    if (inner.indexOf('\\') < 0) {
      return inner;
    }
    try (JsonParser parser = FACTORY.createParser('"' + inner + '"')) {
      return parser.nextTextValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

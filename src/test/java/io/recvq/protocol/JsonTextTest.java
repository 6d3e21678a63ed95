package io.recvq.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class JsonTextTest {
  /** The characters that a terminal obeys or that turn or hide text. */
  private static boolean isUnsafe(int c) {
    return c >= 0x7f && c <= 0x9f
        || c == 0x061c
        || c == 0x200e
        || c == 0x200f
        || c >= 0x2028 && c <= 0x202e
        || c >= 0x2066 && c <= 0x2069
        || c == 0xfeff;
  }

  @Test
  void everyCharacterThatATerminalMayObeyBecomesAnEscapeAndNoOtherDoes() {
    for (int c = 0x20; c < 0x10000; c++) {
      String expected = isUnsafe(c) ? "a\\u%04xz".formatted(c) : "a" + (char) c + "z";
      assertEquals(expected, JsonText.oneLine("a" + (char) c + "z"), Integer.toHexString(c));
    }
  }

  @Test
  void lineBreaksAndTabsBetweenTokensGoAway() {
    assertEquals("{\"a\": 1,\"b\": 2}", JsonText.oneLine("{\n\"a\": 1,\r\n\t\"b\": 2}\n"));
  }

  @Test
  void plainTextIsNotCopied() {
    String plain = "{\"a\": \"\u00e9\"}";
    assertSame(plain, JsonText.oneLine(plain));
  }

  @Test
  void escapesStandForTheirCharacters() {
    assertEquals("a\"\\/\b\f\n\r\t\u00e9", JsonText.unquote("a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9"));
    assertEquals("plain", JsonText.unquote("plain"));
  }
}

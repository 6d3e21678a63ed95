package io.recvq.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class EscapeTest {
  /** The characters for which this is so, as {@code 0-1f 7f-9f}; halves of pairs are left out. */
  private static String ranges(IntPredicate holds) {
    List<String> ranges = new ArrayList<>();
    int from = -1;
    for (int c = 0; c <= 0x10000; c++) {
      boolean in = (c < 0xd800 || c > 0xdfff) && c < 0x10000 && holds.test(c);
      if (in && from < 0) {
        from = c;
      } else if (!in && from >= 0) {
        String first = Integer.toHexString(from);
        ranges.add(from == c - 1 ? first : first + "-" + Integer.toHexString(c - 1));
        from = -1;
      }
    }
    return String.join(" ", ranges);
  }

  @Test
  void whatATerminalObeysIsEscapedAndNothingElse() {
    assertEquals(
        "0-1f 7f-9f 61c 200e-200f 2028-202e 2066-2069 feff",
        ranges(c -> !Escape.text(Character.toString(c)).equals(Character.toString(c))));
    assertEquals(
        "0-8 b-1f 7f-9f 61c 200e-200f 2028-202e 2066-2069 feff",
        ranges(c -> !Escape.lines("\u0007" + (char) c).equals("\\x07" + (char) c)));
  }

  private static String json(String text) {
    return new String(Escape.json(text.getBytes(UTF_8)), UTF_8);
  }

  @Test
  void inJsonWhatJsonAllowsAndATerminalObeysIsEscaped() {
    assertEquals(
        "7f-9f 61c 200e-200f 2028-202e 2066-2069",
        ranges(c -> json(Character.toString(c)).equals("\\u%04x".formatted(c))));
    assertEquals(
        "7f-9f 61c 200e-200f 2028-202e 2066-2069",
        ranges(c -> !json(Character.toString(c)).equals(Character.toString(c))));
    assertEquals("a\\u007fbc\\u202e\\u0085d🐶", json("a\u007fbc\u202e\u0085d🐶"));
  }

  @Test
  void jsonThatEndsInsideACharacterStays() {
    for (String text : List.of("a\u202e", "a\u0085", "a\u061c")) {
      byte[] whole = text.getBytes(UTF_8);
      byte[] cut = Arrays.copyOf(whole, whole.length - 1);
      assertArrayEquals(cut, Escape.json(cut));
    }
  }

  @Test
  void aHalfOfAPairIsEscapedWhereverItStands() {
    assertEquals("\\ud83d", Escape.text("\ud83d"));
    assertEquals("\\udc36", Escape.text("\udc36"));
    assertEquals("a\\udc36b", Escape.text("a\udc36b"));
    assertEquals("\\udc36\\ud83d", Escape.text("\udc36\ud83d"));
    assertEquals("\\ud83d🐶\\udc36", Escape.text("\ud83d\ud83d\udc36\udc36"));
  }

  @Test
  void endsOfLinesAndTabsStayInLinesAndNothingElseDoes() {
    assertEquals("one\n\ttwo", Escape.lines("one\n\ttwo"));
    assertEquals("one\n\ttwo\\r\\x1b[31m\\u009b", Escape.lines("one\n\ttwo\r\u001b[31m\u009b"));
    assertEquals("clean 狗", Escape.lines("clean 狗"));
  }

  @Test
  void bytesThatAreTextStayWhateverTheirLength() {
    for (String text : List.of("", "a", "abcdef", "狗狗🐶")) {
      assertEquals(text, Escape.bytes(text.getBytes(UTF_8)));
    }
    assertEquals("\\xc3", Escape.bytes(new byte[] {(byte) 0xc3}));
    assertEquals("\\x80\\x8f\\xf8z", Escape.bytes(new byte[] {-128, (byte) 0x8f, -8, 'z'}));
  }
}

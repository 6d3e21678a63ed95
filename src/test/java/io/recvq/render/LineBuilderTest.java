package io.recvq.render;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.net.Endpoint;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LineBuilderTest {
  private static String text(LineBuilder line) {
    return new String(line.take(), UTF_8);
  }

  /** Bytes by their numbers, each character one. */
  private static byte[] bytes(String latin) {
    return latin.getBytes(ISO_8859_1);
  }

  /** What is shown of foreign bytes in so many columns, and of how many of them. */
  private static String shown(byte[] foreign, int maxColumns) {
    LineBuilder line = new LineBuilder();
    int taken = line.foreign(foreign, foreign.length, maxColumns);
    return text(line) + "|" + taken;
  }

  @Test
  void numbersHaveTheirDigits() {
    for (long number :
        new long[] {
          0,
          9,
          10,
          99,
          100,
          1_234_567_890,
          999_999_999_999_999_999L,
          1_000_000_000_000_000_000L,
          Long.MAX_VALUE,
          -1,
          Long.MIN_VALUE
        }) {
      assertEquals(Long.toString(number), text(new LineBuilder().number(number)));
    }
    assertEquals(1, LineBuilder.digitsOf(0));
    assertEquals(1, LineBuilder.digitsOf(9));
    assertEquals(2, LineBuilder.digitsOf(10));
    assertEquals(19, LineBuilder.digitsOf(Long.MAX_VALUE));
  }

  @Test
  void columnsAreFilledUpAndNeverCut() {
    assertEquals("[ab  ]", text(new LineBuilder().ascii('[').left("ab", 4).ascii(']')));
    assertEquals("[abcde]", text(new LineBuilder().ascii('[').left("abcde", 4).ascii(']')));
    assertEquals("[  12]", text(new LineBuilder().ascii('[').right(12, 4).ascii(']')));
    assertEquals("[12345]", text(new LineBuilder().ascii('[').right(12345, 4).ascii(']')));
    assertEquals("0042", text(new LineBuilder().digits(42, 4)));
    assertEquals("234", text(new LineBuilder().digits(1234, 3)));
    assertEquals("ab", text(new LineBuilder().ascii('a').spaces(0).spaces(-3).ascii('b')));
  }

  @Test
  void aLineIsEmptyAfterItWasTakenOrWritten() {
    LineBuilder line = new LineBuilder().text("狗 one");
    assertEquals(7, line.length());
    assertEquals("狗 one", text(line));
    assertEquals(0, line.length());
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    TextOut out = new TextOut(target, true);
    line.text("two").writeTo(out);
    line.text("three").writeTo(out);
    out.flush();
    assertEquals("two\nthree\n", target.toString(UTF_8));
    assertEquals("", text(line));
  }

  @Test
  void aLineGrowsWhateverIsAddedAtItsEnd() {
    LineBuilder other = new LineBuilder().text("xpartx");
    Map<String, Consumer<LineBuilder>> adders = new LinkedHashMap<>();
    adders.put("text", line -> line.text("text"));
    adders.put("t狗xt", line -> line.text("t狗xt"));
    adders.put("c", line -> line.ascii('c'));
    adders.put("   ", line -> line.spaces(3));
    adders.put("1234567", line -> line.number(1_234_567));
    adders.put("part", line -> line.part(other, 1, 5));
    adders.put("bytes", line -> line.bytes(bytes("bytes")));
    adders.put("127.0.0.1:80", line -> line.endpoint(Endpoint.parse("127.0.0.1:80")));
    adders.put("foreign", line -> line.foreign(bytes("foreign"), 7, 9));
    adders.put("\\xff", line -> line.foreign(bytes("\u00ff"), 1, 9));
    adders.put("\\n", line -> line.foreign(bytes("\n"), 1, 9));
    adders.put("\\nab", line -> line.foreign(bytes("\nab"), 3, 9));
    adders.put("é", line -> line.foreign("é".getBytes(UTF_8), 2, 9));
    adders.put("🐶", line -> line.foreign("🐶".getBytes(UTF_8), 4, 9));
    adders.forEach(
        (added, adder) -> {
          for (int before = 1010; before <= 1024; before++) {
            String start = "a".repeat(before);
            LineBuilder line = new LineBuilder().text(start);
            adder.accept(line);
            assertEquals(start + added + ".", text(line.ascii('.')));
          }
        });
    String long1 = "long".repeat(2000);
    assertEquals("a" + long1, text(new LineBuilder().ascii('a').text(long1)));
    assertEquals("a" + long1, text(new LineBuilder().ascii('a').bytes(bytes(long1))));
  }

  /** Every byte, alone, after each that can begin a character, and at the edges of longer ones. */
  private static List<byte[]> sequences() {
    List<byte[]> sequences = new ArrayList<>();
    int[] edges = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
    for (int lead = 0; lead < 0x100; lead++) {
      sequences.add(new byte[] {(byte) lead, 'a'});
      for (int next = 0x7f; next <= 0xc0 && lead >= 0xc0; next++) {
        sequences.add(new byte[] {(byte) lead, (byte) next, 'a'});
      }
      for (int second : edges) {
        for (int third : lead >= 0xdf ? edges : new int[0]) {
          sequences.add(new byte[] {(byte) lead, (byte) second, (byte) third, 'a'});
          for (int fourth : lead >= 0xef ? edges : new int[0]) {
            sequences.add(
                new byte[] {(byte) lead, (byte) second, (byte) third, (byte) fourth, 'a'});
          }
        }
      }
    }
    for (String turning : List.of("\u061c", "\u200e", "\u2028", "\u202e", "\u2069", "\ufeff")) {
      sequences.add((turning + "a").getBytes(UTF_8));
    }
    return sequences;
  }

  @Test
  void foreignBytesAreShownAsEscapeShowsThem() {
    for (byte[] sequence : sequences()) {
      assertEquals(Escape.bytes(sequence) + "|" + sequence.length, shown(sequence, 1000));
    }
  }

  /** Each byte at each place of the words that are looked at together, and of what is left. */
  @Test
  void eachByteInsideLongTextIsSeenForWhatItIs() {
    byte[] text = bytes("x".repeat(21));
    for (int at = 0; at < text.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] foreign = text.clone();
        foreign[at] = (byte) value;
        boolean cutOff = at == text.length - 1 && value >= 0xc2 && value <= 0xf4;
        String expected =
            cutOff ? "x".repeat(20) + "|20" : Escape.bytes(foreign) + "|" + foreign.length;
        assertEquals(expected, shown(foreign, 99), at + ": " + value);
      }
    }
  }

  @Test
  void longTextIsCutAtEachColumn() {
    for (int columns = 0; columns <= 21; columns++) {
      assertEquals("x".repeat(columns) + "|" + columns, shown(bytes("x".repeat(21)), columns));
      String withEscape = "x".repeat(columns) + "\n" + "x".repeat(9);
      assertEquals("x".repeat(columns) + "|" + columns, shown(bytes(withEscape), columns + 1));
      assertEquals(
          "x".repeat(columns) + "\\n|" + (columns + 1), shown(bytes(withEscape), columns + 2));
    }
  }

  @Test
  void foreignBytesAreEscapedOneByOne() {
    assertEquals("ab\\n\\r\\t\\x00\\x1b[~\\x7f|10", shown(bytes("ab\n\r\t\0\u001b[~\u007f"), 99));
    assertEquals("\\x80\\xc0\\xaf\\xff|4", shown(bytes("\u0080\u00c0\u00af\u00ff"), 99));
    assertEquals("a é狗🐶\\u202ez|15", shown("a é狗🐶\u202ez".getBytes(UTF_8), 99));
  }

  @Test
  void whatDoesNotFitWholeIsLeftOut() {
    assertEquals("abc|3", shown(bytes("abcdef"), 3));
    assertEquals("|0", shown(bytes("abc"), 0));
    assertEquals("ab|2", shown(bytes("ab\n"), 3));
    assertEquals("ab\\n|3", shown(bytes("ab\n"), 4));
    assertEquals("ab\\n|3", shown(bytes("ab\nc"), 4));
    assertEquals("ab\\x07|3", shown(bytes("ab\u0007"), 6));
    assertEquals("ab|2", shown(bytes("ab\u0007"), 5));
    assertEquals("é|2", shown("éé".getBytes(UTF_8), 1));
    assertEquals("éé|4", shown("ééé".getBytes(UTF_8), 2));
    assertEquals("狗|3", shown("狗狗".getBytes(UTF_8), 3));
    assertEquals("狗狗|6", shown("狗狗".getBytes(UTF_8), 4));
    assertEquals("é|2", shown("é\u202e".getBytes(UTF_8), 6));
    assertEquals("é\\u202e|5", shown("é\u202e".getBytes(UTF_8), 7));
  }

  @Test
  void aCharacterThatTheBytesCutOffIsLeftOut() {
    for (String character : List.of("é", "狗", "🐶")) {
      byte[] whole = ("a" + character).getBytes(UTF_8);
      for (int count = 1; count < whole.length; count++) {
        LineBuilder line = new LineBuilder();
        assertEquals(1, line.foreign(whole, count, 99));
        assertEquals("a", text(line));
      }
    }
  }

  @Test
  void ofForeignBytesOnlyTheCountIsRead() {
    LineBuilder line = new LineBuilder();
    assertEquals(2, line.foreign(bytes("abcd"), 2, 99));
    assertEquals("ab", text(line));
    assertEquals(2, line.foreign(bytes("\n\ncd"), 2, 99));
    assertEquals("\\n\\n", text(line));
  }
}

package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
  private static final String SAMPLE =
      "{\"a\": [1, -2.50e+3, true, false, null, \"\\u00e9\\n\", {}, []], "
          + "\"\u00e9\": \"\ud83d\udc30 long enough for words of eight\", \"n\": {\"m\": [[0]]}}";

  private static boolean scan(byte[] bytes) {
    return new JsonScanner(100)
        .scan(ByteBuffer.wrap(bytes), 0, bytes.length, JsonScanner.Members.NONE);
  }

  /** Jackson's strict parser, and Java's UTF-8 decoder for what Jackson lets pass. */
  static boolean oracle(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      return false;
    }
    try (JsonParser parser = new JsonFactory().createParser(new String(bytes, UTF_8))) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      parser.finishToken();
      if (!parser.hasCurrentToken()) {
        return false;
      }
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void validTextIsValidAndEveryPrefixIsIncomplete() {
    byte[] bytes = SAMPLE.getBytes(UTF_8);
    JsonScanner scanner = new JsonScanner(100);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    assertTrue(scanner.scan(buffer, 0, bytes.length, JsonScanner.Members.NONE));
    for (int end = 0; end < bytes.length; end++) {
      assertFalse(scanner.scan(buffer, 0, end, JsonScanner.Members.NONE));
      assertTrue(scanner.isGoodSoFar(buffer, 0, end), "prefix of " + end);
    }
  }

  @Test
  @Tag("random")
  void agreesWithJacksonOnDamagedText() {
    Random random = new Random(20260102);
    String alphabet = "{}[]\",:\\u0123456789abcdefntrl-+.eE \t\n\u0001\u007f";
    int valid = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = SAMPLE.getBytes(UTF_8);
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        int at = random.nextInt(bytes.length);
        bytes[at] =
            random.nextInt(4) == 0
                ? (byte) random.nextInt(256)
                : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      boolean expected = oracle(bytes);
      valid += expected ? 1 : 0;
      assertEquals(expected, scan(bytes), () -> new String(bytes, UTF_8));
    }
    assertTrue(valid > 1000, valid + " of the damaged texts were still valid");
  }

  /** Each byte at each place of the words that are looked at together, in an array and outside. */
  @Test
  void eachByteInsideLongTextIsSeenForWhatItIs() {
    byte[] text = ("\"" + "x".repeat(75) + "\"").getBytes(UTF_8);
    ByteBuffer direct = ByteBuffer.allocateDirect(text.length);
    for (int at = 1; at < text.length - 1; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] bytes = text.clone();
        bytes[at] = (byte) value;
        boolean expected = value >= 0x20 && value < 0x80 && value != '"' && value != '\\';
        assertEquals(expected, scan(bytes), at + ": " + value);
        direct.put(0, bytes);
        assertEquals(
            expected,
            new JsonScanner(1).scan(direct, 0, bytes.length, JsonScanner.Members.NONE),
            "direct, " + at + ": " + value);
      }
    }
  }

  @Test
  void tellsTheMembersOfTheOutermostObjectOnly() {
    byte[] bytes = " {\"a\" : 1 , \"b\":{\"c\":[2]},\"d\":[{\"e\":3}] } ".getBytes(UTF_8);
    List<String> members = new ArrayList<>();
    assertTrue(
        new JsonScanner(9)
            .scan(
                ByteBuffer.wrap(bytes),
                0,
                bytes.length,
                (keyFrom, keyTo, valueFrom, valueTo) ->
                    members.add(
                        new String(bytes, keyFrom, keyTo - keyFrom, UTF_8)
                            + "="
                            + new String(bytes, valueFrom, valueTo - valueFrom, UTF_8))));
    assertEquals(List.of("a=1", "b={\"c\":[2]}", "d=[{\"e\":3}]"), members);
  }

  @Test
  void nestingIsBounded() {
    assertTrue(scan(("[".repeat(100) + "]".repeat(100)).getBytes(UTF_8)));
    assertFalse(scan(("[".repeat(101) + "]".repeat(101)).getBytes(UTF_8)));
    assertTrue(scan(("{\"\":".repeat(100) + "1" + "}".repeat(100)).getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "[NaN]"})
  void whatPythonWritesButJsonHasNotIsNamed(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    JsonScanner scanner = new JsonScanner(9);
    assertFalse(scanner.scan(ByteBuffer.wrap(bytes), 0, bytes.length, JsonScanner.Members.NONE));
    assertEquals("NaN and Infinity are no JSON", scanner.problem());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 0 | the JSON text ends too early",
        "[ | 1 | the JSON text ends too early",
        "{\"a\": | 5 | the JSON text ends too early",
        "- | 1 | the JSON text ends too early",
        "1e | 2 | the JSON text ends too early",
        "1e+ | 3 | the JSON text ends too early",
        "[1. | 3 | the JSON text ends too early",
        "\"\\ | 2 | the JSON text ends too early",
        "\"\\u00 | 5 | the JSON text ends too early",
        "[1 2] | 3 | expected ',' or ']', found '2'",
        "{\"a\": 1] | 7 | expected ',' or '}', found ']'",
        "{\"a\" 1} | 5 | expected ':', found '1'",
        "{1} | 1 | expected a key in quotes, found '1'",
        "{\"a\": 1,} | 8 | expected a key in quotes, found '}'",
        "[1,] | 3 | expected a value, found ']'",
        "[!] | 1 | expected a value, found '!'",
        "[~] | 1 | expected a value, found '~'",
        "-a | 1 | expected a value, found 'a'",
        "- 1 | 1 | expected a value, found byte 0x20",
        "[-Infinity] | 2 | NaN and Infinity are no JSON",
        "trux | 3 | expected true, found 'x'",
        "[falsy] | 5 | expected false, found 'y'",
        "nil | 1 | expected null, found 'i'",
        "1.x | 2 | expected a digit, found 'x'",
        "1e-x | 3 | expected a digit, found 'x'",
        "01 | 1 | more after the end of the JSON text",
        "{} {} | 3 | more after the end of the JSON text",
        "\"\\x\" | 1 | no such escape in a string",
        "\"\\u12g4\" | 1 | \\u without four hexadecimal digits",
        "[[[[[[[[[[ | 9 | nested deeper than 9",
      })
  void aProblemIsNamedWhereItIs(String text, int at, String problem) {
    byte[] bytes = ("  " + text).getBytes(UTF_8);
    JsonScanner scanner = new JsonScanner(9);
    assertFalse(scanner.scan(ByteBuffer.wrap(bytes), 2, bytes.length, JsonScanner.Members.NONE));
    assertEquals(problem, scanner.problem());
    assertEquals(2 + at, scanner.position());
    assertEquals(
        problem.endsWith("ends too early"),
        scanner.isGoodSoFar(ByteBuffer.wrap(bytes), 2, bytes.length));
  }

  @ParameterizedTest
  @CsvSource({
    "5b01, 1, 'expected a value, found byte 0x1'",
    "5b7f, 1, 'expected a value, found byte 0x7f'",
    "5bff, 1, 'expected a value, found byte 0xff'",
    "2261, 2, the JSON text ends too early",
    "22611f, 2, a raw control character in a string",
    "2261ff, 2, no UTF-8",
    "2261c3, 2, the JSON text ends too early",
  })
  void bytesThatAreNoTextAreNamedByNumber(String hex, int at, String problem) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    JsonScanner scanner = new JsonScanner(9);
    assertFalse(scanner.scan(ByteBuffer.wrap(bytes), 0, bytes.length, JsonScanner.Members.NONE));
    assertEquals(problem, scanner.problem());
    assertEquals(at, scanner.position());
  }

  @Test
  void inALongStringEveryByteIsLookedAt() {
    for (int length = 1; length <= 80; length++) {
      byte[] bytes = ("\"" + "a".repeat(length) + "\"").getBytes(UTF_8);
      assertTrue(scan(bytes), "length " + length);
      for (int at = 1; at <= length; at++) {
        for (byte bad : new byte[] {0x1f, 0x0a, (byte) 0xff, '"', '\\'}) {
          bytes[at] = bad;
          assertFalse(scan(bytes), bad + " at " + at + " of " + length);
          bytes[at] = 'a';
        }
      }
    }
  }

  @Test
  void whatStandsAroundTheTextIsNotLookedAt() {
    byte[] bytes = "x\"12345678\"y".getBytes(UTF_8);
    JsonScanner scanner = new JsonScanner(1);
    assertTrue(scanner.scan(ByteBuffer.wrap(bytes), 1, 11, JsonScanner.Members.NONE));
    assertEquals(11, scanner.position());
    assertEquals("", scanner.problem());
    assertTrue(scanner.isGoodSoFar(ByteBuffer.wrap(bytes), 1, 11), "spaces may follow");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true | 1",
        "false | 1",
        "null | 1",
        "-1 | 1",
        "1.5 | 2",
        "1e5 | 2",
        "1e+5 | 2",
        "\"\\n\" | 1",
        "\"\\u12ab\" | 1",
        "\"long enough for words of eight\" | 1",
      })
  void aValueThatEndsEarlyIsIncompleteWhateverStandsBehindIt(String text, int from) {
    byte[] bytes = text.getBytes(UTF_8);
    JsonScanner scanner = new JsonScanner(1);
    for (int end = from; end < bytes.length; end++) {
      assertFalse(scanner.scan(ByteBuffer.wrap(bytes), 0, end, JsonScanner.Members.NONE));
      assertEquals(end, scanner.position());
      assertTrue(scanner.isGoodSoFar(ByteBuffer.wrap(bytes), 0, end), text + " cut to " + end);
    }
    assertTrue(scanner.scan(ByteBuffer.wrap(bytes), 0, bytes.length, JsonScanner.Members.NONE));
  }

  @Test
  void inAPartOfAnArrayPositionsAreThoseOfThePart() {
    String text = "\"" + "x".repeat(50) + "\"";
    byte[] bytes = ("\"\"\"\"\"" + text + "\u0001".repeat(40)).getBytes(UTF_8);
    ByteBuffer part = ByteBuffer.wrap(bytes).slice(5, bytes.length - 5);
    JsonScanner scanner = new JsonScanner(1);
    assertTrue(scanner.scan(part, 0, text.length(), JsonScanner.Members.NONE));
    assertEquals(text.length(), scanner.position());
    for (int at : new int[] {1, 20, 40, 50}) {
      bytes[5 + at] = 0x1f;
      assertFalse(scanner.scan(part, 0, text.length(), JsonScanner.Members.NONE));
      assertEquals(at, scanner.position());
      bytes[5 + at] = 'x';
    }
  }
}

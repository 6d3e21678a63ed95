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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
      assertTrue(scanner.incomplete(), "prefix of " + end);
    }
  }

  @Test
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
}

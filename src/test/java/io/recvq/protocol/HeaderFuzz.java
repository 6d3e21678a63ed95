package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * Any bytes as JSON: valid exactly when Jackson and Java's UTF-8 decoder say so; valid text stays
 * valid when it is put on one line for a terminal. And as a frame's header: what is good once is
 * good again.
 */
public final class HeaderFuzz {
  /** RFC 8259 allows it in an escape (section 8.2), Jackson not everywhere. */
  private static final Pattern LONE_SURROGATE = Pattern.compile("(?i)\\\\ud[89a-f]");

  private HeaderFuzz() {}

  /** Whether an escape may be half a character: there Jackson is no oracle. */
  static boolean hasLoneSurrogate(String text) {
    return LONE_SURROGATE.matcher(text).find();
  }

  public static void fuzzerTestOneInput(byte[] data) {
    ByteBuffer bytes = ByteBuffer.wrap(data);
    JsonScanner scanner = new JsonScanner(1000);
    boolean valid = scanner.scan(bytes, 0, data.length, JsonScanner.Members.NONE);
    String text = new String(data, UTF_8);
    if (hasLoneSurrogate(text)) {
      return;
    }
    assertEquals(JsonScannerTest.oracle(data), valid, () -> "problem: " + scanner.problem());
    if (valid) {
      String line = JsonText.oneLine(text);
      assertTrue(line.chars().noneMatch(Character::isISOControl), line);
      assertTrue(JsonScannerTest.oracle(line.getBytes(UTF_8)), line);
    }
    HeaderReader reader = new HeaderReader();
    if (reader.read(bytes, 0, data.length)) {
      assertTrue(valid);
      FrameHeader first = reader.header();
      assertTrue(reader.contentLength() >= 0);
      assertTrue(reader.read(bytes, 0, data.length));
      assertEquals(first, reader.header());
    } else {
      assertTrue(!reader.detail().isEmpty());
    }
  }
}

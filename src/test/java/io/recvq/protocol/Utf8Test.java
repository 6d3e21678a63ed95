package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  /** Bytes at which ranges of UTF-8 begin or end. */
  private static final int[] EDGES = {
    0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
    0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
  };

  /** What Java's decoder says of the bytes. */
  private static boolean isUtf8(byte[] bytes) {
    CoderResult result =
        UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(9), true);
    return result.isUnderflow();
  }

  @Test
  void whatIsUtf8IsDecidedAsJavasDecoderDoes() {
    int good = 0;
    for (int a : EDGES) {
      for (int b : EDGES) {
        for (int c : EDGES) {
          for (int d : EDGES) {
            byte[] bytes = {(byte) a, (byte) b, (byte) c, (byte) d};
            boolean valid = Utf8.firstInvalid(ByteBuffer.wrap(bytes), 0, 4) < 0;
            assertEquals(isUtf8(bytes), valid, () -> HexFormat.of().formatHex(bytes));
            good += valid ? 1 : 0;
          }
        }
      }
    }
    assertTrue(good > 100, good + " were good");
  }

  @ParameterizedTest
  @CsvSource({
    "'', -1",
    "6161, -1",
    "c3a9, -1",
    "61ff, 1",
    "6180, 1",
    "c3a961c3, 3",
    "61e282, 1",
    "61f09f90, 1",
    "c3a9f48fbfbf, -1",
  })
  void theFirstByteOfNoWholeSequenceIsFound(String hex, int at) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertEquals(at, Utf8.firstInvalid(ByteBuffer.wrap(bytes), 0, bytes.length));
  }

  @ParameterizedTest
  @CsvSource({"61, 1", "c2, 0", "e0a0, 0", "e080, -1", "f0, 0", "f09080, 0", "ff, -1", "bf, -1"})
  void aSequenceThatIsGoodAsFarAsItGoesIsCut(String hex, int length) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertEquals(length, Utf8.sequence(ByteBuffer.wrap(bytes), 0, bytes.length));
  }
}

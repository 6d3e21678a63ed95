package io.recvq.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ByteWordsTest {
  private static final byte[] BYTES = {0, 1, 2, 3, 4, 5, 6, 7, (byte) 0x88, -1};

  @Test
  void theFirstOfEightBytesIsTheLowest() {
    assertEquals(0x0706050403020100L, ByteWords.get(BYTES, 0));
    assertEquals(0x8807060504030201L, ByteWords.get(BYTES, 1));
    assertEquals(0xff88070605040302L, ByteWords.get(BYTES, 2));
  }

  @Test
  void eightBytesMustBeThere() {
    assertThrows(IndexOutOfBoundsException.class, () -> ByteWords.get(BYTES, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> ByteWords.get(BYTES, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> ByteWords.get(new byte[7], 0));
  }

  @Test
  void aConstantHasItsBitsInEachByte() {
    assertEquals("1".repeat(8), Long.toHexString(ByteWords.ONES).replace("0", ""));
    assertEquals(0x4141414141414141L, 'A' * ByteWords.ONES);
    assertEquals(ByteWords.ONES << 7, ByteWords.HIGHS);
  }

  @Test
  void theFirstByteWithItsHighestBitSetIsFound() {
    assertEquals(8, ByteWords.first(0));
    for (int at = 0; at < 8; at++) {
      assertEquals(at, ByteWords.first(0x80L << 8 * at));
      assertEquals(at, ByteWords.first(ByteWords.HIGHS << 8 * at), "the first of several");
    }
  }
}

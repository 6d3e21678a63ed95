package io.recvq.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthFieldTest {
  private static long read(LengthField field, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return field.read(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  @ParameterizedTest
  @CsvSource({
    "1, ff, 255, 255",
    "2, 01ff, 511, 65281",
    "3, 0102ff, 66303, 16712193",
    "4, 800000ff, 2147483903, 4278190208",
    "8, 0100000000000002, 72057594037927938, 144115188075855873",
  })
  void aNumberIsReadInBothOrdersWithoutASign(int width, String hex, long big, long little) {
    assertEquals(big, read(new LengthField(0, width, true), hex));
    assertEquals(little, read(new LengthField(0, width, false), hex));
    assertEquals(big, read(new LengthField(2, width, true), "eeee" + hex + "ee"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8})
  void aNumberIsIncompleteUntilItsLastByteIsThere(int width) {
    LengthField field = new LengthField(1, width, true);
    for (int have = 0; have <= width; have++) {
      assertEquals(LengthField.INCOMPLETE, read(field, "00".repeat(have)));
    }
    assertEquals(0, read(field, "00".repeat(width + 1)));
    assertEquals(width + 1, field.least());
    assertEquals(width + 1, field.end(ByteBuffer.allocate(20), 0));
  }

  @Test
  void aNumberBeyond63BitsIsBad() {
    LengthField wide = new LengthField(0, 8, true);
    assertEquals(Long.MAX_VALUE, read(wide, "7fffffffffffffff"));
    assertEquals(LengthField.BAD, read(wide, "8000000000000000"));
  }

  @ParameterizedTest
  @CsvSource({
    "00, 0, 1",
    "7f, 127, 1",
    "8001, 128, 2",
    "ac02ff, 300, 2",
    "808000, 0, 3",
    "ffffffffffffffff7f, 9223372036854775807, 9",
  })
  void aVarintHasSevenBitsAByteWithTheLowOnesFirst(String hex, long value, int end) {
    LengthField field = new LengthField(0, LengthField.VARINT, true);
    assertEquals(value, read(field, hex));
    assertEquals(end, field.end(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), 0));
    LengthField later = new LengthField(1, LengthField.VARINT, true);
    assertEquals(value, read(later, "ee" + hex));
    assertEquals(1 + end, later.end(ByteBuffer.wrap(HexFormat.of().parseHex("ee" + hex)), 0));
  }

  @Test
  void aVarintIsIncompleteWhileMoreBytesAreToFollowAndBadBeyondNine() {
    LengthField field = new LengthField(0, LengthField.VARINT, true);
    for (int have = 0; have < 9; have++) {
      assertEquals(LengthField.INCOMPLETE, read(field, "80".repeat(have)));
    }
    assertEquals(LengthField.BAD, read(field, "80".repeat(9)));
    assertEquals(LengthField.BAD, read(field, "80".repeat(9) + "01"));
    assertEquals(1, field.least());
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 2, offset",
    "4097, 2, offset",
    "0, -1, width",
    "0, 5, width",
    "0, 6, width",
    "0, 7, width",
    "0, 9, width",
  })
  void otherOffsetsAndWidthsAreRefused(int offset, int width, String named) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new LengthField(offset, width, true));
    assertEquals(named, String.valueOf(e.getMessage()).split(" ")[0]);
    assertEquals(4096, new LengthField(4096, 1, true).offset());
  }
}

package io.recvq.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpOptionsTest {
  private final TcpOptions options = new TcpOptions();

  /** Reads options that stand somewhere in a buffer, with other options around them. */
  private TcpOptions read(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    byte[] around = new byte[bytes.length + 20];
    Arrays.fill(around, (byte) 3);
    System.arraycopy(bytes, 0, around, 10, bytes.length);
    options.read(ByteBuffer.wrap(around), 10, bytes.length);
    return options;
  }

  private void assertNone() {
    assertEquals(TcpOptions.ABSENT, options.maxSegmentBytes());
    assertEquals(TcpOptions.ABSENT, options.windowShift());
    assertFalse(options.sackPermitted());
    assertFalse(options.hasTimestamps());
    assertEquals(0, options.sackBlocks());
  }

  @Test
  void what_is_not_there_is_absent_whatever_was_read_before() {
    assertNone();
    read("0204ffff030307040208" + "0a0000000100000002" + "050a0000000100000002");
    assertEquals(0xffff, options.maxSegmentBytes());
    assertTrue(options.sackPermitted() && options.hasTimestamps());
    assertEquals(1, options.sackBlocks());
    read("");
    assertNone();
    read("01010101");
    assertNone();
  }

  @ParameterizedTest
  @CsvSource({"030300, 0", "01030302, 2", "03030e, 14", "03030f, 14", "0303ff, 14"})
  void a_window_is_shifted_by_14_bits_at_most(String hex, int shift) {
    assertEquals(shift, read(hex).windowShift());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0203ff",
        "020501020a",
        "0302",
        "03040101",
        "0809" + "01020304050607",
        "0802",
        "0509" + "01020304050607"
      })
  void an_option_of_another_length_than_its_own_is_passed_over(String hex) {
    read(hex + "020405b4");
    assertEquals(0x5b4, options.maxSegmentBytes());
    options.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), 0, hex.length() / 2);
    assertNone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "0300", "0301", "03", "080a00000001000000", "fe0a01010101"})
  void nothing_is_read_behind_the_end_or_an_option_that_does_not_fit(String hex) {
    read(hex);
    assertNone();
    read("00" + "030307");
    assertNone();
    read("0201" + "030307");
    assertNone();
  }

  @Test
  void selective_acknowledgments_have_four_blocks_at_most() {
    StringBuilder blocks = new StringBuilder("052a");
    for (int i = 1; i <= 10; i++) {
      blocks.append("000000%02x".formatted(i));
    }
    read(blocks.toString());
    assertEquals(TcpOptions.MAX_SACK_BLOCKS, options.sackBlocks());
    for (int i = 0; i < 4; i++) {
      assertEquals(2 * i + 1, options.sackLeft(i));
      assertEquals(2 * i + 2, options.sackRight(i));
    }
    read("050a" + "0000000100000002");
    assertEquals(1, options.sackBlocks());
  }

  @Test
  void timestamps_are_unsigned() {
    read("080afffffffffffffffe");
    assertEquals(0xffffffffL, options.timestamp());
    assertEquals(0xfffffffeL, options.timestampEcho());
  }
}

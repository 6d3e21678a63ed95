package io.recvq.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1500, 1500",
    "64k, 65536",
    "64 KiB, 65536",
    "1.5M, 1572864",
    "2GiB, 2147483648",
    "3b, 3",
    "8589934591G, 9223372035781033984",
    "9223372036854775807, 9223372036854775807"
  })
  void unitsArePowersOf1024(String text, long bytes) {
    assertEquals(bytes, SizeText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k", "-1", "1x", "1.k", "1e3", "1 2"})
  void whatIsNoSizeIsRefusedWithTheForms(String text) {
    assertEquals(
        "'" + text + "' is no size; write 1500, 64k or 1.5M",
        assertThrows(IllegalArgumentException.class, () -> SizeText.parse(text)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"8589934592G", "9223372036854775808"})
  void whatNoLongHoldsIsTooLarge(String text) {
    assertEquals(
        "'" + text + "' is too large",
        assertThrows(IllegalArgumentException.class, () -> SizeText.parse(text)).getMessage());
  }
}

package io.recvq.flow;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveredRingTest {
  private final DeliveredRing ring = new DeliveredRing();

  private static ByteBuffer buffer(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }

  private void add(long offset, String text) {
    ring.add(offset, buffer("--" + text + "--"), 2, text.length());
  }

  private long difference(long offset, String text) {
    return ring.firstDifference(offset, buffer("+" + text + "+"), 1, text.length());
  }

  @ParameterizedTest
  @CsvSource({
    "100, abcdef, -1",
    "100, abcxef, 103",
    "100, xbcdef, 100",
    "100, abcdex, 105",
    "102, cd, -1",
    "102, cx, 103",
    "98, ??ab, -1",
    "98, ??ax, 101",
    "104, ef??, -1",
    "104, ex??, 105",
    "90, ??????????, -1",
    "106, ??????, -1",
    "98, ??abcdef??, -1",
    "98, ??abcdex??, 105",
  })
  void bytes_are_compared_where_they_were_handed_out(long offset, String text, long difference) {
    add(100, "abcdef");

    assertEquals(difference, difference(offset, text));
  }

  @Test
  void the_first_of_several_differences_is_told_whatever_the_order() {
    add(3, "def");
    add(0, "abc");

    assertEquals(1, difference(0, "aXcdYf"));
    assertEquals(4, difference(0, "abcdYf"));
    assertEquals(-1, difference(0, "abcdef"));
  }

  @Test
  void nothing_differs_from_nothing() {
    assertEquals(-1, difference(0, "abc"));
  }

  @Test
  void the_last_64_places_are_remembered() {
    for (int i = 0; i < 70; i++) {
      add(i, String.valueOf((char) ('0' + i)));
    }

    for (int i = 0; i < 70; i++) {
      assertEquals(i < 6 ? -1 : i, difference(i, "#"), "place " + i);
    }
  }
}

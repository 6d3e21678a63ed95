package io.recvq.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeqNumberTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, -1, -8, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void orderHoldsAcrossTheWrapAtTwoToTheThirtySecond(int number) {
    for (int distance : new int[] {1, 2, 65_535, Integer.MAX_VALUE}) {
      int later = number + distance;
      assertTrue(SeqNumber.isBefore(number, later) && SeqNumber.isAfter(later, number));
      assertFalse(SeqNumber.isAfter(number, later) || SeqNumber.isBefore(later, number));
      assertEquals(distance, SeqNumber.difference(later, number));
      assertEquals(-distance, SeqNumber.difference(number, later));
    }
    assertFalse(SeqNumber.isBefore(number, number) || SeqNumber.isAfter(number, number));
  }

  @Test
  void aPositionIsTheNearestThatTheNumberCanStandFor() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      int base = random.nextInt();
      long position = random.nextLong() >>> 20;
      int seq = base + (int) position;
      long near = position + random.nextInt();
      assertEquals(position, SeqNumber.position(seq, base, near));
    }
    assertEquals(-1, SeqNumber.position(99, 100, 0));
  }
}

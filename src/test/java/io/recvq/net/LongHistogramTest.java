package io.recvq.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongHistogramTest {
  @Test
  void percentilesAreWithinTwoPercentOfTheSortedValues() {
    Random random = new Random(20260106);
    for (int round = 0; round < 50; round++) {
      long[] values = new long[1 + random.nextInt(2000)];
      LongHistogram histogram = new LongHistogram();
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextLong() >>> 1 + random.nextInt(62);
        histogram.add(values[i]);
      }
      Arrays.sort(values);
      assertEquals(values.length, histogram.count());
      assertEquals(
          Arrays.stream(values).asDoubleStream().sum() / values.length,
          histogram.mean(),
          1e-9 * histogram.mean());
      for (double share : new double[] {0, 0.25, 0.5, 0.9, 0.99, 1}) {
        int rank = Math.max(1, (int) Math.ceil(share * values.length));
        double expected = values[rank - 1];
        double actual = histogram.percentile(share);
        assertTrue(actual >= expected && actual <= expected * 1.02, expected + " is " + actual);
      }
      assertEquals(values[0], histogram.min());
      assertEquals(values[values.length - 1], histogram.max());
    }
  }

  @Test
  void nothingAddedIsZero() {
    LongHistogram histogram = new LongHistogram();
    assertEquals(0, histogram.percentile(0.5));
    assertEquals(0, histogram.min());
    assertEquals(0, histogram.mean());
    histogram.add(Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, histogram.percentile(0.5));
  }
}

package io.recvq.traffic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Amounts over time, whose intervals grow with it. */
class RateSeriesTest {
  private final RateSeries series = new RateSeries();

  @Test
  void intervalsAreAsShortAsTheWholeAllows() {
    series.add(0, 1);
    series.add(999_999, 2);
    assertEquals(1000, series.widthNanos());
    assertEquals(1000, series.perSecond().length);
    series.add(1_000_000, 4);
    assertEquals(10_000, series.widthNanos());
    assertEquals(101, series.perSecond().length);
  }

  @Test
  void nothingIsLostWhenIntervalsAreMerged() {
    for (int i = 0; i < 5000; i++) {
      series.add(i * 1_000_003L, 1);
    }
    double seconds = series.widthNanos() / 1e9;
    assertEquals(5000, Arrays.stream(series.perSecond()).map(r -> r * seconds).sum(), 1e-6);
    assertEquals(5000, Arrays.stream(series.perSecond(7)).map(r -> r * seconds * 7).sum(), 1e-6);
  }

  /** Its intervals stayed short, and one of a chart's columns is more of them than an int holds. */
  @Test
  void whatEndsAtOnceInACaptureOfDaysIsInOneColumn() {
    series.add(0, 6);
    long column = Duration.ofDays(30).toNanos() / 80;
    assertArrayEquals(
        new double[] {6e9 / column}, series.perSecond(column / series.widthNanos()), 1e-12);
  }

  @Test
  void nothingHasNoIntervals() {
    assertEquals(0, series.perSecond(Long.MAX_VALUE).length);
  }
}

package io.recvq.traffic;

import java.util.Arrays;

/**
 * Amounts over time in a bounded number of equal intervals, as short as the whole allows: when time
 * goes on beyond the last, ten intervals become one.
 */
final class RateSeries {
  private static final int INTERVALS = 1000;
  private static final int MERGED = 10;
  private static final long FIRST_WIDTH_NANOS = 1000;

  private final double[] amounts = new double[INTERVALS];
  private long widthNanos = FIRST_WIDTH_NANOS;
  private int used;

  /**
   * Adds an amount.
   *
   * @param nanos since the start; what is earlier counts for the start
   */
  void add(long nanos, double amount) {
    long interval = Math.max(0, nanos) / widthNanos;
    while (interval >= INTERVALS) {
      double[] merged = merged(MERGED);
      System.arraycopy(merged, 0, amounts, 0, merged.length);
      Arrays.fill(amounts, merged.length, INTERVALS, 0);
      used = merged.length;
      widthNanos *= MERGED;
      interval = Math.max(0, nanos) / widthNanos;
    }
    amounts[(int) interval] += amount;
    used = Math.max(used, (int) interval + 1);
  }

  private double[] merged(long each) {
    double[] merged = new double[used == 0 ? 0 : (int) ((used - 1) / each) + 1];
    for (int i = 0; i < used; i++) {
      merged[(int) (i / each)] += amounts[i];
    }
    return merged;
  }

  /** How long an interval is. */
  long widthNanos() {
    return widthNanos;
  }

  /** The amount per second of each interval up to the last that has one. */
  double[] perSecond() {
    return perSecond(1);
  }

  /**
   * The same of longer intervals.
   *
   * @param each how many of these make one of those, at least 1; may be more than there are
   */
  double[] perSecond(long each) {
    double[] rates = merged(each);
    for (int i = 0; i < rates.length; i++) {
      rates[i] *= 1e9 / ((double) each * widthNanos);
    }
    return rates;
  }
}

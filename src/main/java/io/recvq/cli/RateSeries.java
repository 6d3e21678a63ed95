package io.recvq.cli;

import java.util.Arrays;

/**
 * Amounts over time in a bounded number of equal intervals; when time goes on beyond the last, two
 * intervals become one.
 */
final class RateSeries {
  private static final int INTERVALS = 512;
  private static final long FIRST_WIDTH_NANOS = 1_000_000;

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
      for (int i = 0; i < INTERVALS / 2; i++) {
        amounts[i] = amounts[2 * i] + amounts[2 * i + 1];
      }
      Arrays.fill(amounts, INTERVALS / 2, INTERVALS, 0);
      used = (used + 1) / 2;
      widthNanos *= 2;
      interval = Math.max(0, nanos) / widthNanos;
    }
    amounts[(int) interval] += amount;
    used = Math.max(used, (int) interval + 1);
  }

  /** How long an interval is. */
  long widthNanos() {
    return widthNanos;
  }

  /** The amount of each interval up to the last that has one. */
  double[] amounts() {
    return Arrays.copyOf(amounts, used);
  }

  /** The amount per second of each interval. */
  double[] perSecond() {
    double[] rates = amounts();
    for (int i = 0; i < rates.length; i++) {
      rates[i] *= 1e9 / widthNanos;
    }
    return rates;
  }
}

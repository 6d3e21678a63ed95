package io.recvq.net;

/**
 * Counts of values of 0 or more, in bounded memory: exact below 128, else within one part in 64.
 * Percentiles of latencies and sizes come out of it whatever their number.
 */
public final class LongHistogram {
  private static final int PRECISION_BITS = 6;
  private static final int EXACT = 1 << PRECISION_BITS + 1;

  private final long[] counts = new long[EXACT + (63 - PRECISION_BITS) * (1 << PRECISION_BITS)];
  private long count;
  private double sum;
  private long min = Long.MAX_VALUE;
  private long max;

  /** Adds a value; below 0 counts as 0. */
  public void add(long value) {
    long counted = Math.max(0, value);
    counts[index(counted)]++;
    count++;
    sum += counted;
    min = Math.min(min, counted);
    max = Math.max(max, counted);
  }

  private static int index(long value) {
    if (value < EXACT) {
      return (int) value;
    }
    int shift = 63 - Long.numberOfLeadingZeros(value) - PRECISION_BITS;
    return (shift << PRECISION_BITS) + (int) (value >>> shift);
  }

  /** The greatest value that is counted under this index. */
  private static long highest(int index) {
    if (index < EXACT) {
      return index;
    }
    int shift = (index >>> PRECISION_BITS) - 1;
    long mantissa = index - ((long) shift << PRECISION_BITS);
    return (mantissa << shift) + (1L << shift) - 1;
  }

  public long count() {
    return count;
  }

  /** 0 where nothing was added. */
  public long min() {
    return count == 0 ? 0 : min;
  }

  public long max() {
    return max;
  }

  /** 0 where nothing was added. */
  public double mean() {
    return count == 0 ? 0 : sum / count;
  }

  /**
   * A value that at least this share of all values does not exceed; 0 where nothing was added.
   *
   * @param share 0 to 1, as 0.99
   */
  public long percentile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int i = 0; i < counts.length && count > 0; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return Math.min(highest(i), max);
      }
    }
    return 0;
  }
}

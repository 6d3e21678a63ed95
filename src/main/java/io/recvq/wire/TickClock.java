package io.recvq.wire;

/**
 * Turns the ticks of a pcapng interface into nanoseconds since 1970-01-01 UTC.
 *
 * @param resolution the option if_tsresol: a tick is 10^-resolution seconds, or 2^-(resolution-128)
 *     when the highest bit is set
 * @param offsetSeconds the option if_tsoffset, added to every time
 */
record TickClock(int resolution, long offsetSeconds) {
  /** The resolution where none is given. */
  static final int MICROSECONDS = 6;

  private static final long NANOS = 1_000_000_000L;
  private static final int BINARY = 0x80;

  /**
   * The time of a tick count; beyond the years 1678 to 2262 it is {@link CapturedPacket#NO_TIME}.
   */
  long epochNanos(long ticks) {
    if (resolution == MICROSECONDS && offsetSeconds == 0 && ticks >>> 52 == 0) {
      return ticks * 1000;
    }
    try {
      long seconds = Math.addExact(wholeSeconds(ticks), offsetSeconds);
      return Math.addExact(Math.multiplyExact(seconds, NANOS), fractionNanos(ticks));
    } catch (ArithmeticException e) {
      return CapturedPacket.NO_TIME;
    }
  }

  private long wholeSeconds(long ticks) {
    if ((resolution & BINARY) != 0) {
      int shift = resolution & 0x7f;
      return shift > 63 ? 0 : nonNegative(ticks >>> shift);
    }
    return resolution > 19 ? 0 : nonNegative(Long.divideUnsigned(ticks, powerOfTen(resolution)));
  }

  private long fractionNanos(long ticks) {
    if ((resolution & BINARY) != 0) {
      int shift = resolution & 0x7f;
      double fraction = shift > 63 ? unsigned(ticks) : unsigned(ticks & (1L << shift) - 1);
      return (long) (fraction * Math.pow(2, -shift) * NANOS);
    }
    if (resolution > 19) {
      return (long) (unsigned(ticks) * Math.pow(10, -resolution) * NANOS);
    }
    long fraction = Long.remainderUnsigned(ticks, powerOfTen(resolution));
    return resolution <= 9
        ? fraction * powerOfTen(9 - resolution)
        : Long.divideUnsigned(fraction, powerOfTen(resolution - 9));
  }

  private static long nonNegative(long value) {
    if (value < 0) {
      throw new ArithmeticException("beyond 63 bits");
    }
    return value;
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : value + 0x1p64;
  }

  /** 10^exponent for 0 to 19, as an unsigned number. */
  private static long powerOfTen(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}

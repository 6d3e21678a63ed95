package io.recvq.probe;

import java.util.concurrent.atomic.AtomicLong;

/** Spaces attempts evenly, over all threads of a sweep. */
final class RateLimit {
  private final long spacingNanos;
  private final AtomicLong nextAt;

  /**
   * @param perSecond at most; 0 for no limit
   */
  RateLimit(int perSecond, long nowNanos) {
    this(perSecond == 0 ? 0 : 1_000_000_000L / perSecond, nowNanos);
  }

  private RateLimit(long spacingNanos, long firstAtNanos) {
    this.spacingNanos = spacingNanos;
    this.nextAt = new AtomicLong(firstAtNanos);
  }

  /** One attempt each spacing, and the first when one spacing has passed. */
  static RateLimit slow(long spacingNanos, long nowNanos) {
    return new RateLimit(spacingNanos, nowNanos + spacingNanos);
  }

  /** Takes a permit and gives 0, or gives the nanoseconds until there is one. */
  long take(long nowNanos) {
    if (spacingNanos == 0) {
      return 0;
    }
    long at = nextAt.get();
    if (at - nowNanos > 0) {
      return at - nowNanos;
    }
    long base = Math.max(at - nowNanos, -spacingNanos) + nowNanos;
    return nextAt.compareAndSet(at, base + spacingNanos) ? 0 : spacingNanos;
  }
}

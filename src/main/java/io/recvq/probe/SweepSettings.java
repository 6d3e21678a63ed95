package io.recvq.probe;

import java.time.Duration;

/**
 * How a sweep goes about its work.
 *
 * @param timeout what each port is given in all; the attempts are spread evenly over it
 * @param retries attempts after the first before a silent port is called filtered
 * @param ratePerSecond attempts a second at most; 0 for no limit
 * @param maxInFlight sockets at once at most; the machine's limits may allow fewer
 * @param deadlineNanos {@link System#nanoTime} at which everything ends
 */
public record SweepSettings(
    Duration timeout, int retries, int ratePerSecond, int maxInFlight, long deadlineNanos) {
  public static final int DEFAULT_IN_FLIGHT = 4096;

  /** What each attempt waits before the next one is sent. */
  long sliceNanos() {
    return Math.max(1, timeout.toNanos() / (retries + 1));
  }
}

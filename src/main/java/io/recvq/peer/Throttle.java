package io.recvq.peer;

/** Passes so many bytes a second, reading, writing or each of both, in small even portions. */
final class Throttle extends Effect {
  private static final long PORTIONS_A_SECOND = 100;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final Bucket reads;
  private final Bucket writes;

  /**
   * @param readRate bytes a second, Long.MAX_VALUE for no limit
   * @param writeRate likewise
   */
  Throttle(long readRate, long writeRate) {
    reads = new Bucket(readRate);
    writes = new Bucket(writeRate);
  }

  /** What may pass now, refilled with time. */
  private static final class Bucket {
    private final long rate;
    private final long portion;
    private long lastNanos = System.nanoTime();
    private long tokens;
    private boolean waiting;

    Bucket(long rate) {
      this.rate = rate;
      this.portion = Math.max(1, rate / PORTIONS_A_SECOND);
    }

    int allowance(Connection connection, int wanted) {
      if (rate == Long.MAX_VALUE) {
        return wanted;
      }
      refill();
      if (tokens >= Math.min(portion, wanted)) {
        return (int) Math.min(tokens, wanted);
      }
      if (!waiting) {
        waiting = true;
        long missing = Math.min(portion, wanted) - tokens;
        long nanos = Math.max(1, missing * SECOND_NANOS / rate);
        connection.loop().schedule(nanos, () -> release(connection));
      }
      return 0;
    }

    private void release(Connection connection) {
      waiting = false;
      connection.unblock();
    }

    private void refill() {
      long now = System.nanoTime();
      long earned = Math.min(portion, (long) ((double) (now - lastNanos) * rate / SECOND_NANOS));
      if (earned > 0) {
        tokens = Math.min(portion, tokens + earned);
        lastNanos = now;
      }
    }
  }

  @Override
  int readAllowance(Connection connection, int wanted) {
    return reads.allowance(connection, wanted);
  }

  @Override
  void hasRead(int count) {
    reads.tokens -= count;
  }

  @Override
  int writeAllowance(Connection connection, int wanted) {
    return writes.allowance(connection, wanted);
  }

  @Override
  void hasWritten(Connection connection, int count, int waiting) {
    writes.tokens -= count;
  }
}

package io.recvq.peer;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Work for later moments, in the order in which it is due; of one thread. */
final class Timers {
  private final PriorityQueue<Timer> queue = new PriorityQueue<>();
  private long made;

  /** Work for a later moment. */
  static final class Timer implements Comparable<Timer> {
    private final long deadlineNanos;
    private final long order;
    private @Nullable Runnable action;

    private Timer(long deadlineNanos, long order, Runnable action) {
      this.deadlineNanos = deadlineNanos;
      this.order = order;
      this.action = action;
    }

    /** Forgets the work; harmless when it was done already. */
    void cancel() {
      action = null;
    }

    @Override
    public int compareTo(Timer other) {
      // Times of System.nanoTime may overflow; their differences do not.
      long difference = deadlineNanos - other.deadlineNanos;
      return difference != 0 ? Long.signum(difference) : Long.compare(order, other.order);
    }
  }

  /** Runs this after a delay; what is due at the same time runs in the order of these calls. */
  Timer schedule(long delayNanos, Runnable action) {
    Timer timer = new Timer(System.nanoTime() + delayNanos, made++, action);
    queue.add(timer);
    return timer;
  }

  /** How long until something is due: 0 or less when it is, Long.MAX_VALUE when nothing waits. */
  long nanosLeft() {
    Timer next = queue.peek();
    while (next != null && next.action == null) {
      queue.poll();
      next = queue.peek();
    }
    return next == null ? Long.MAX_VALUE : next.deadlineNanos - System.nanoTime();
  }

  /** Does what is due now. */
  void run() {
    if (queue.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    for (Timer next = queue.peek(); next != null; next = queue.peek()) {
      if (next.deadlineNanos - now > 0) {
        return;
      }
      queue.poll();
      Runnable action = next.action;
      next.action = null;
      if (action != null) {
        action.run();
      }
    }
  }
}

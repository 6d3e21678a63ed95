package io.recvq.probe;

import io.recvq.net.OperationException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a call that cannot be interrupted, as the C library's name look-up, for a bounded time. A
 * call that does not return in time is left to end by itself on its own daemon thread, which it
 * does when the resolver's own time-outs are over.
 */
final class BoundedCall {
  private BoundedCall() {}

  /** A call that may fail as input and output does. */
  interface Call<T> {
    T run() throws IOException;
  }

  /**
   * The call's result. Throws what the call threw, an OperationException when the time is over, or
   * InterruptedException when the waiting thread is interrupted.
   */
  static <T> T within(Duration atMost, String attempted, Call<T> call)
      throws IOException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(call::run);
    Thread thread = new Thread(task, "recvq-lookup");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw OperationException.of(
          attempted,
          "no answer within " + atMost.toMillis() + " ms",
          "see the nameserver lines of /etc/resolv.conf");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException defect) {
        throw defect;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}

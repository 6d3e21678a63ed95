package io.recvq.probe;

import io.recvq.net.OperationException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a call for a bounded time, whatever it waits for. A call that is late is interrupted; one
 * that cannot be, as the C library's name look-up, is left to end by itself on its daemon thread,
 * which it does when the resolver's own time-outs are over.
 */
public final class BoundedCall {
  private BoundedCall() {}

  /** A call that may fail as input and output does. */
  public interface Call<T> {
    T run() throws IOException;
  }

  /**
   * The call's result. Throws what the call threw, an OperationException when the time is over, or
   * InterruptedException when the waiting thread is interrupted.
   *
   * @param nextStep what the user can do when the time is over; may be empty
   */
  public static <T> T within(Duration atMost, String attempted, String nextStep, Call<T> call)
      throws IOException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(call::run);
    Thread thread = new Thread(task, "recvq-call");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw OperationException.of(
          attempted, "no answer within " + Math.max(0, atMost.toMillis()) + " ms", nextStep);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException defect) {
        throw defect;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      task.cancel(true);
    }
  }
}

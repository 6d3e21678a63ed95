package io.recvq.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting for something that may not come. */
final class Waiting {
  private Waiting() {}

  /** Waits until it is done, well or badly, but not longer than this. */
  static void atMost(CompletableFuture<?> awaited, Duration time) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    CompletableFuture<?> signal = awaited.whenComplete((result, failure) -> done.countDown());
    if (!done.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      signal.cancel(false);
    }
  }
}

package io.recvq.sys;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadActivityTest {
  @Test
  void theCallerRuns() throws Exception {
    assertTrue(ThreadActivity.ofCaller().isRunnable());
  }

  @Test
  void aThreadThatWaitsIsNotRunnableNorIsOneThatHasEnded() throws Exception {
    CompletableFuture<ThreadActivity> other = new CompletableFuture<>();
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                other.complete(ThreadActivity.ofCaller());
                end.await();
              } catch (IOException | InterruptedException e) {
                other.completeExceptionally(e);
              }
            },
            "name) R (with brackets");
    thread.start();
    ThreadActivity activity = other.get();
    awaitRest(activity);
    end.countDown();
    thread.join();
    // The kernel's thread ends after Java's.
    awaitRest(activity);
  }

  /** Ends by the time limit of the test where the thread is runnable for ever. */
  private static void awaitRest(ThreadActivity activity) {
    while (activity.isRunnable()) {
      Thread.onSpinWait();
    }
  }
}

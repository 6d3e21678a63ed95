package io.recvq.sys;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Waiting for threads. */
class ThreadsTest {
  @Test
  void whoIsInterruptedStillWaitsAndStaysInterrupted() throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    Thread awaited =
        new Thread(
            () -> {
              try {
                mayEnd.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    awaited.start();
    boolean[] interrupted = new boolean[1];
    Thread waiting =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              Threads.awaitEnd(awaited);
              interrupted[0] = Thread.currentThread().isInterrupted();
            });
    waiting.start();
    // It has taken note of its interrupt and waits again.
    while (waiting.isAlive() && waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertTrue(awaited.isAlive());
    mayEnd.countDown();
    waiting.join();
    assertFalse(awaited.isAlive());
    assertTrue(interrupted[0]);
  }
}

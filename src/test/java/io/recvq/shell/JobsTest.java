package io.recvq.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.cli.ExitStatus;
import io.recvq.cli.StopSignal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs, and those who wait for them. */
@Timeout(60)
class JobsTest {
  private final Jobs jobs = new Jobs();

  private static ExitStatus untilStopped(Job job) {
    try {
      job.stop().await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return ExitStatus.INTERRUPTED;
  }

  @Test
  void waitingForAJobEndsWithItOrWithTheSignal() throws Exception {
    Job job = jobs.start("serve", JobsTest::untilStopped);
    StopSignal interrupt = new StopSignal();
    interrupt.stop();
    assertFalse(job.awaitEnd(interrupt));
    assertFalse(job.awaitEnd(0));
    assertTrue(job.isRunning());
    assertEquals(ExitStatus.OK, job.status());
    job.stop().stop();
    assertTrue(job.awaitEnd(new StopSignal()));
    assertTrue(job.awaitEnd(0));
    assertEquals(ExitStatus.INTERRUPTED, job.status());
  }

  /** A signal that comes as the job ends must not hit what the waiting thread does next. */
  @Test
  void waitingForAJobLeavesNoInterruptBehind() throws Exception {
    for (int i = 0; i < 1000; i++) {
      Job job = new Job(i, "x");
      StopSignal interrupt = new StopSignal();
      Thread ending = new Thread(() -> job.ended(ExitStatus.OK), "ending");
      Thread stopping = new Thread(interrupt::stop, "stopping");
      ending.start();
      stopping.start();
      job.awaitEnd(interrupt);
      ending.join();
      stopping.join();
      assertFalse(Thread.interrupted());
    }
  }

  @Test
  void aJobWhoseCommandFailsHasEnded() throws Exception {
    Job job =
        jobs.start(
            "fails",
            each -> {
              Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {});
              throw new OutOfMemoryError("as the JVM throws it");
            });
    assertTrue(job.awaitEnd(new StopSignal()));
    assertEquals(ExitStatus.DEFECT, job.status());
    assertEquals(List.of(), jobs.stopAll());
  }
}

package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The signal between the thread that stops and those that are stopped. */
@Timeout(60)
class StopSignalTest {
  private final StopSignal signal = new StopSignal();
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anActionRunsOnceWheneverItIsRegistered() throws Exception {
    signal.onStop(() -> told.add("early"));
    assertFalse(signal.await(Duration.ofNanos(1)));
    signal.stop();
    signal.stop();
    signal.onStop(() -> told.add("late"));
    assertEquals(List.of("early", "late"), told);
    assertTrue(signal.await(Duration.ZERO));
  }

  /** Or an interrupt would hit what the thread does after it had lost interest. */
  @Test
  void afterItsRegistrationIsClosedAnActionDoesNotBegin() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    signal.onStop(
        () -> {
          begun.countDown();
          await(closed);
        });
    StopSignal.Registration second = signal.onStop(() -> told.add("ran"));
    Thread stopping = new Thread(signal::stop, "stopping");
    stopping.start();
    begun.await();
    second.close();
    closed.countDown();
    stopping.join();
    assertEquals(List.of(), told);
  }

  @Test
  void closingARegistrationWaitsForItsActionThatRuns() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    StopSignal.Registration registration =
        signal.onStop(
            () -> {
              begun.countDown();
              await(closing);
              told.add("ran");
            });
    Thread stopping = new Thread(signal::stop, "stopping");
    stopping.start();
    begun.await();
    closing.countDown();
    registration.close();
    told.add("closed");
    stopping.join();
    assertEquals(List.of("ran", "closed"), told);
  }

  @Test
  void anActionMayCloseItsOwnRegistration() {
    List<StopSignal.Registration> own = new ArrayList<>();
    own.add(
        signal.onStop(
            () -> {
              own.get(0).close();
              told.add("ran");
            }));
    signal.stop();
    assertEquals(List.of("ran"), told);
  }
}

package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InterruptedIOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop between its own thread and others. */
@Timeout(120)
class EventLoopTest {
  /** Several threads ask while another ends the loop: each is answered or told; nobody waits on. */
  @Test
  void everyCallIsAnsweredOrToldThatTheLoopHasEnded() throws Exception {
    for (int round = 0; round < 50; round++) {
      EventLoop loop = EventLoop.start("asked", PeerObserver.NONE);
      AtomicInteger answered = new AtomicInteger();
      AtomicInteger run = new AtomicInteger();
      List<Thread> askers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread asker = new Thread(() -> ask(loop, answered, run), "asker");
        askers.add(asker);
        asker.start();
      }
      while (run.get() < round) {
        Thread.onSpinWait();
      }
      loop.stop();
      for (Thread asker : askers) {
        asker.join();
      }
      loop.close();
      assertTrue(answered.get() <= run.get(), "an answer without its task");
    }
  }

  /** Asks until the loop has ended. */
  private static void ask(EventLoop loop, AtomicInteger answered, AtomicInteger run) {
    try {
      while (true) {
        loop.call(run::incrementAndGet);
        answered.incrementAndGet();
      }
    } catch (InterruptedIOException e) {
      assertEquals("the event loop has ended", e.getMessage());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** No wake-up is lost: each of many tasks is run although the loop sleeps in between. */
  @Test
  void aTaskIsRunHoweverOftenTheLoopHasFallenAsleep() throws Exception {
    try (EventLoop loop = EventLoop.start("sleeper", PeerObserver.NONE)) {
      int sum = 0;
      for (int i = 0; i < 2000; i++) {
        int number = i;
        sum += loop.call(() -> number);
      }
      assertEquals(1999 * 1000, sum);
    }
  }

  @Test
  void whateverFailsAtItsEndTheRestIsClosed() throws Exception {
    Pipe pipe = Pipe.open();
    EventLoop loop = EventLoop.start("fails at its end", PeerObserver.NONE);
    pipe.source().configureBlocking(false);
    pipe.sink().configureBlocking(false);
    for (var channel : List.of(pipe.source(), pipe.sink())) {
      loop.call(
          () ->
              loop.register(
                  channel,
                  0,
                  new EventLoop.Registered() {
                    @Override
                    public void ready(SelectionKey key) {}

                    @Override
                    public void shutDown() {
                      try {
                        channel.close();
                      } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                      }
                      throw new IllegalStateException("as a defect would");
                    }
                  }));
    }
    loop.stop();
    loop.ended().get(60, TimeUnit.SECONDS);
    assertFalse(pipe.source().isOpen() || pipe.sink().isOpen());
    assertThrows(IllegalStateException.class, loop::awaitEnd);
  }
}

package io.recvq.shell;

import io.recvq.cli.ExitStatus;
import io.recvq.cli.StopSignal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A command that runs in the background on a thread of its own. */
final class Job {
  private static final int MOST_KEPT = 1000;

  private final int number;
  private final String source;
  private final StopSignal stop = new StopSignal();
  private final CountDownLatch announced = new CountDownLatch(1);
  private final CompletableFuture<ExitStatus> ended = new CompletableFuture<>();
  private final Deque<byte[]> kept = new ArrayDeque<>();

  Job(int number, String source) {
    this.number = number;
    this.source = source;
  }

  int number() {
    return number;
  }

  /** The command line as it was typed. */
  String source() {
    return source;
  }

  StopSignal stop() {
    return stop;
  }

  /** A stream for what the job writes: its lines are kept, and handed on. */
  JobOutput newOutput(Consumer<byte[]> lines) {
    return new JobOutput(
        line -> {
          keep(line);
          lines.accept(line);
        });
  }

  private void keep(byte[] line) {
    synchronized (kept) {
      if (kept.size() == MOST_KEPT) {
        kept.removeFirst();
      }
      kept.addLast(line);
    }
  }

  /** The last lines it wrote. */
  List<byte[]> output() {
    synchronized (kept) {
      return List.copyOf(kept);
    }
  }

  /** Its first output is here, or it has ended. */
  void announced() {
    announced.countDown();
  }

  void ended(ExitStatus with) {
    ended.complete(with);
    announced.countDown();
  }

  boolean isRunning() {
    return !ended.isDone();
  }

  /** How it ended; OK while it runs. */
  ExitStatus status() {
    return ended.getNow(ExitStatus.OK);
  }

  /** Waits for its first output or its end. */
  void awaitAnnouncement(long seconds) throws InterruptedException {
    if (!announced.await(seconds, TimeUnit.SECONDS)) {
      announced.countDown();
    }
  }

  /** Waits for its end; false when the time is over or the signal is set first. */
  boolean awaitEnd(StopSignal interrupt) throws InterruptedException {
    CountDownLatch either = new CountDownLatch(1);
    CompletableFuture<Void> signal = ended.thenRun(either::countDown);
    try (StopSignal.Registration registration = interrupt.onStop(either::countDown)) {
      either.await();
      return !isRunning();
    } finally {
      signal.cancel(false);
    }
  }

  boolean awaitEnd(long seconds) throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Void> signal = ended.thenRun(end::countDown);
    try {
      return end.await(seconds, TimeUnit.SECONDS);
    } finally {
      signal.cancel(false);
    }
  }
}

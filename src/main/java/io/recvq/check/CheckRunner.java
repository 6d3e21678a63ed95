package io.recvq.check;

import io.recvq.net.OperationException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Runs checks, several at a time, and tells their results in the order of the file. An interrupt
 * ends the run; what did not end by then is told as skipped.
 */
public final class CheckRunner {
  private final int parallel;
  private final Consumer<CheckResult> listener;

  /**
   * @param parallel checks at a time
   * @param listener told of each result, on the thread that runs
   */
  public CheckRunner(int parallel, Consumer<CheckResult> listener) {
    this.parallel = parallel;
    this.listener = listener;
  }

  /**
   * Runs all checks of a plan; the results are also returned.
   *
   * @param deadlineNanos {@link System#nanoTime} by which everything ends
   */
  public List<CheckResult> run(List<CheckSpec> checks, long deadlineNanos) {
    ExecutorService executor = Executors.newFixedThreadPool(parallel);
    List<CheckResult> results = new ArrayList<>(checks.size());
    boolean interrupted = false;
    try {
      List<Future<CheckResult>> futures = new ArrayList<>();
      for (CheckSpec spec : checks) {
        futures.add(executor.submit(() -> attempts(spec, deadlineNanos)));
      }
      for (int i = 0; i < checks.size(); i++) {
        CheckResult result;
        if (interrupted && !futures.get(i).isDone()) {
          result = CheckResult.skipped(checks.get(i), "interrupted");
        } else {
          try {
            result = futures.get(i).get();
          } catch (InterruptedException e) {
            interrupted = true;
            executor.shutdownNow();
            result = CheckResult.skipped(checks.get(i), "interrupted");
          } catch (ExecutionException e) {
            throw new IllegalStateException("check '" + checks.get(i).name() + "'", e.getCause());
          }
        }
        results.add(result);
        listener.accept(result);
      }
    } finally {
      executor.shutdownNow();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return results;
  }

  private static CheckResult attempts(CheckSpec spec, long deadlineNanos) {
    long start = System.nanoTime();
    Duration pause = spec.backoff();
    for (int attempt = 1; ; attempt++) {
      long now = System.nanoTime();
      if (deadlineNanos - now <= 0) {
        return ended(
            spec, new Outcome(CheckStatus.ERROR, "the deadline came first"), start, attempt - 1);
      }
      try {
        Outcome outcome = attempt(spec, Math.min(deadlineNanos, now + spec.timeout().toNanos()));
        boolean last =
            attempt > spec.retries() || deadlineNanos - System.nanoTime() <= pause.toNanos();
        if (outcome.status() == CheckStatus.PASS || last) {
          return ended(spec, outcome, start, attempt);
        }
        Thread.sleep(pause.toMillis());
        pause = pause.multipliedBy(2);
      } catch (InterruptedException e) {
        return CheckResult.skipped(spec, "interrupted");
      }
    }
  }

  private static Outcome attempt(CheckSpec spec, long deadlineNanos) throws InterruptedException {
    try {
      Outcome outcome = spec.check().run(deadlineNanos);
      return spec.negated() ? outcome.negated() : outcome;
    } catch (OperationException e) {
      return new Outcome(CheckStatus.ERROR, e.getMessage());
    } catch (IOException e) {
      return new Outcome(CheckStatus.ERROR, e.toString());
    }
  }

  private static CheckResult ended(CheckSpec spec, Outcome outcome, long start, int attempts) {
    return new CheckResult(
        spec,
        outcome.status(),
        outcome.message(),
        Duration.ofNanos(System.nanoTime() - start),
        attempts);
  }
}

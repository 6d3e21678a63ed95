package io.recvq.probe;

import io.recvq.net.OperationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks open ports for more than whether they are open, several at a time. */
public final class PortInspector {
  private static final int AT_ONCE = 16;
  private static final int MOST_BANNER_BYTES = 512;

  private final Questions questions;
  private final Duration timeout;
  private final long deadlineNanos;

  /** What an open port is asked. */
  public record Questions(boolean banner, boolean tls, boolean frame) {
    public boolean any() {
      return banner || tls || frame;
    }
  }

  /**
   * @param timeout for each question to each port
   * @param deadlineNanos {@link System#nanoTime} by which everything ends
   */
  public PortInspector(Questions questions, Duration timeout, long deadlineNanos) {
    this.questions = questions;
    this.timeout = timeout;
    this.deadlineNanos = deadlineNanos;
  }

  /** The same results in the same order, the open ones with their inspection. */
  public List<PortResult> inspect(List<PortResult> results) throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<PortResult>> futures = new ArrayList<>();
      for (PortResult result : results) {
        futures.add(executor.submit(() -> inspected(result)));
      }
      List<PortResult> inspected = new ArrayList<>(results.size());
      for (Future<PortResult> future : futures) {
        inspected.add(future.get());
      }
      return inspected;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private PortResult inspected(PortResult result) throws InterruptedException {
    if (result.state() != PortState.OPEN || !questions.any()) {
      return result;
    }
    Optional<String> banner = questions.banner() ? banner(result) : Optional.empty();
    Optional<TlsFacts> tls = questions.tls() ? Optional.of(tls(result)) : Optional.empty();
    Optional<FrameFacts> frame = questions.frame() ? Optional.of(frame(result)) : Optional.empty();
    return result.with(new Inspection(banner, tls, frame));
  }

  private long end() {
    return Math.min(deadlineNanos - System.nanoTime(), timeout.toNanos()) + System.nanoTime();
  }

  private Optional<String> banner(PortResult result) {
    try (Exchange exchange = Exchange.open(result.target(), result.port(), end())) {
      byte[] said = exchange.greeting(MOST_BANNER_BYTES);
      return said.length == 0
          ? Optional.empty()
          : Optional.of(new String(said, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // It was open a moment ago; that it says nothing now is all that a banner can tell.
      return Optional.empty();
    }
  }

  private TlsFacts tls(PortResult result) throws InterruptedException {
    try {
      return TlsProbe.handshake(
          result.target(),
          result.port(),
          result.target().host(),
          Duration.ofNanos(end() - System.nanoTime()));
    } catch (IOException e) {
      return TlsFacts.failed(answer(e));
    }
  }

  private FrameFacts frame(PortResult result) {
    try {
      return FrameProbe.ask(result.target(), result.port(), end());
    } catch (IOException e) {
      return new FrameFacts(false, answer(e));
    }
  }

  private static String answer(IOException failure) {
    return failure instanceof OperationException operation
        ? operation.answer()
        : String.valueOf(failure.getMessage());
  }
}

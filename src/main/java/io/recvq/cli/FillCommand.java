package io.recvq.cli;

import io.recvq.net.AddressSpec;
import io.recvq.net.Endpoint;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.peer.Addresses;
import io.recvq.peer.Filler;
import io.recvq.peer.SocketCall;
import io.recvq.peer.SocketMode;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import io.recvq.view.FillReport;
import io.recvq.view.FillText;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fill}: writes without ever reading until the kernel refuses. */
@Command(
    name = "fill",
    sortOptions = false,
    description = "Write until the kernel refuses, and say how much it took.",
    footer = {
      "",
      "A non-blocking write that the kernel refuses is EAGAIN 11. The send buffer grows",
      "by itself for a while, so there are two numbers: the bytes taken at the first",
      "refusal, and those after the settle time. With --mode each call is shown: a",
      "blocking write does not return at all, one with a time-out gives up.",
      "",
      "Examples:",
      "  recvq serve echo 65432 --stall &",
      "  recvq fill 65432",
      "  recvq fill 65432 --sndbuf 64k --json",
      "  recvq fill 65432 --mode blocking     what a blocking program would see",
      "  recvq fill 65432 --hold              keep it, and look: recvq sockets"
    })
final class FillCommand extends RecvqCommand {
  /** When nothing was taken for so long, nothing more will be until the peer reads. */
  private static final Duration QUIET = Duration.ofMillis(100);

  @Parameters(
      index = "0",
      paramLabel = "ADDR",
      converter = AddressConverter.class,
      description = "PORT, HOST:PORT, [V6]:PORT or unix:PATH.")
  AddressSpec address = new AddressSpec.Inet("127.0.0.1", 0);

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Go on trying for so long after the first refusal (1s).")
  Duration settle = Duration.ofSeconds(1);

  @Option(
      names = "--max-bytes",
      paramLabel = "BYTES",
      converter = SizeConverter.class,
      description = "End when so many bytes were taken without refusal.")
  Long maxBytes = Long.MAX_VALUE;

  @Option(
      names = "--chunk",
      paramLabel = "BYTES",
      converter = SizeConverter.class,
      description = "What one write offers (64k).")
  Long chunk = (long) Filler.DEFAULT_CHUNK_BYTES;

  @Option(names = "--hold", description = "Keep the connection afterwards, until stopped.")
  boolean hold;

  @Option(names = "--json", description = "The report as a JSON object.")
  boolean json;

  @Mixin ModeMixin modes = new ModeMixin();

  @Mixin ConnectMixin connect = new ConnectMixin();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    if (chunk < 1 || chunk > 1 << 26) {
      throw new UsageException("--chunk is 1 byte to 64M");
    }
    if (hold && modes.mode instanceof SocketMode.Blocking) {
      throw new UsageException("--hold is not for --mode blocking, whose write holds it already");
    }
    SocketCallPrinter calls = new SocketCallPrinter(context, color, json);
    try (Filler filler = connect(context.stop(), modes.mode == null ? call -> {} : calls)) {
      FillReport report = fill(filler, context.stop());
      calls.flush();
      print(context, report);
      if (hold && report.outcome() == FillReport.Outcome.WOULD_BLOCK) {
        context.stop().await();
      }
      return report.outcome().isFull() ? ExitStatus.OK : ExitStatus.BAD_ANSWER;
    } catch (OperationException e) {
      if (!NetworkAnswer.is(e)) {
        throw e;
      }
      calls.flush();
      NetworkAnswer.print(context, e, json, "fill");
      return ExitStatus.BAD_ANSWER;
    }
  }

  private Filler connect(StopSignal stop, Consumer<SocketCall> trace)
      throws OperationException, InterruptedException {
    SocketAddress target = Addresses.resolve(address).get(0);
    SocketMode mode = modes.mode == null ? SocketMode.NON_BLOCKING : modes.mode;
    StopSignal.Registration registration = stop.onStop(Thread.currentThread()::interrupt);
    try {
      return Filler.connect(
          target, connect.settings(), chunk.intValue(), connect.timeout, mode, trace);
    } finally {
      registration.close();
    }
  }

  private FillReport fill(Filler filler, StopSignal stop) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Optional<Endpoint> local = filler.local();
    Optional<Endpoint> remote = filler.remote();
    FillReport.Outcome outcome;
    Optional<Errno> errno;
    try {
      outcome = FillReport.Outcome.of(filler.fill(maxBytes, settle, stop::await));
      errno =
          outcome == FillReport.Outcome.WOULD_BLOCK ? Optional.of(Errno.EAGAIN) : Optional.empty();
    } catch (IOException e) {
      errno = Errno.of(e);
      boolean pipe = errno.filter(n -> n == Errno.EPIPE).isPresent();
      outcome = pipe ? FillReport.Outcome.CLOSED : FillReport.Outcome.RESET;
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    boolean settled = outcome.isFull() && filler.sinceLastAccepted().compareTo(QUIET) > 0;
    Optional<ConnectionSample> sample = sample(local, remote);
    if (outcome == FillReport.Outcome.BLOCKED) {
      // Only a call that has returned says what it took.
      filler.close();
    }
    return new FillReport(
        local.map(Endpoint::toString).orElse("unix:"),
        remote.map(Endpoint::toString).orElseGet(address::toString),
        outcome,
        errno,
        filler.acceptedBytes(),
        filler.firstRefusalBytes(),
        filler.timeToFirstRefusal(),
        elapsed,
        settled,
        sample,
        filler.options());
  }

  private static Optional<ConnectionSample> sample(
      Optional<Endpoint> local, Optional<Endpoint> remote) throws OperationException {
    if (local.isEmpty() || remote.isEmpty()) {
      return Optional.empty();
    }
    try (SocketTable table = Machine.local().sockets()) {
      return Optional.of(table.connection(local.get(), remote.get()));
    }
  }

  private void print(CommandContext context, FillReport report) {
    FillText text = new FillText(report);
    if (json) {
      text.json(context.json());
    } else {
      text.lines(context.style(color), context.terminal().resultColumns())
          .forEach(context.out()::println);
      context.result(text::json);
    }
    context.out().flush();
  }
}

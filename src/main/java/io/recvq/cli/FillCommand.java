package io.recvq.cli;

import io.recvq.net.AddressSpec;
import io.recvq.net.Endpoint;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.peer.Addresses;
import io.recvq.peer.ClientOptions;
import io.recvq.peer.Filler;
import io.recvq.peer.SocketSettings;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
      "refusal, and those after the settle time.",
      "",
      "Examples:",
      "  recvq serve echo 65432 --stall &",
      "  recvq fill 65432",
      "  recvq fill 65432 --sndbuf 64k --json",
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

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Give up connecting after this time (10s).")
  Duration timeout = ClientOptions.DEFAULT.connectTimeout();

  @Option(names = "--json", description = "The report as a JSON object.")
  boolean json;

  @Mixin SocketOptionsMixin sockets = new SocketOptionsMixin();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    if (chunk < 1 || chunk > 1 << 26) {
      throw new UsageException("--chunk is 1 byte to 64M");
    }
    try (Filler filler = connect(context.stop())) {
      FillReport report = fill(filler, context.stop());
      print(context, report);
      if (hold && report.outcome() == FillReport.Outcome.WOULD_BLOCK) {
        context.stop().await();
      }
      return report.outcome() == FillReport.Outcome.WOULD_BLOCK
          ? ExitStatus.OK
          : ExitStatus.BAD_ANSWER;
    } catch (OperationException e) {
      if (!NetworkAnswer.is(e)) {
        throw e;
      }
      NetworkAnswer.print(context, e, json, "fill");
      return ExitStatus.BAD_ANSWER;
    }
  }

  private Filler connect(StopSignal stop) throws OperationException, InterruptedException {
    SocketAddress target = Addresses.resolve(address).get(0);
    StopSignal.Registration registration = stop.onStop(Thread.currentThread()::interrupt);
    try {
      return Filler.connect(target, sockets.settings(), chunk.intValue(), timeout);
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
      boolean refused = filler.fill(maxBytes, settle, stop::await) == Filler.Stop.REFUSED;
      outcome = refused ? FillReport.Outcome.WOULD_BLOCK : FillReport.Outcome.LIMIT;
      errno = refused ? Optional.of(Errno.EAGAIN) : Optional.empty();
    } catch (IOException e) {
      errno = Errno.of(e);
      boolean pipe = errno.filter(n -> n == Errno.EPIPE).isPresent();
      outcome = pipe ? FillReport.Outcome.CLOSED : FillReport.Outcome.RESET;
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    boolean settled =
        outcome == FillReport.Outcome.WOULD_BLOCK
            && filler.sinceLastAccepted().compareTo(QUIET) > 0;
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
        sample(local, remote),
        asked(sockets.settings()));
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

  private static FillReport.Buffers asked(SocketSettings settings) {
    return new FillReport.Buffers(
        asLong(settings.sendBufferBytes()), asLong(settings.receiveBufferBytes()));
  }

  private static OptionalLong asLong(OptionalInt value) {
    return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
  }

  private void print(CommandContext context, FillReport report) {
    FillText text = new FillText(report);
    if (json) {
      text.json(context.json());
    } else {
      text.lines(context.style(color)).forEach(context.out()::println);
    }
    context.out().flush();
  }
}

package io.recvq.cli;

import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.peer.SocketSettings;
import io.recvq.render.Style;
import io.recvq.report.Report;
import io.recvq.report.Report.Program;
import io.recvq.scenario.Backpressure;
import io.recvq.scenario.BackpressurePython;
import io.recvq.scenario.BackpressureResult;
import io.recvq.scenario.BackpressureScenario;
import io.recvq.scenario.EnvironmentReader;
import io.recvq.scenario.LoopbackTap;
import io.recvq.scenario.ScenarioResult;
import io.recvq.scenario.ScenarioResult.Environment;
import io.recvq.scenario.TimeLine;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reproduce}: makes a known failure happen between two ends of our own, and proves it. */
@Command(
    name = "reproduce",
    description = "Run both ends of a known failure, and prove it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  recvq reproduce                        the failures that can be reproduced",
      "  recvq reproduce backpressure           a receiver that stops reading",
      "  recvq reproduce backpressure -w x.pcapng   keep the packets",
      "  recvq reproduce backpressure --report x.html   a page to look at and to send",
      "  recvq reproduce backpressure --python   the same in plain Python",
      "",
      "Exit status: 0 reproduced, 1 not reproduced, 3 could not look."
    })
final class ReproduceCommand extends RecvqCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "SCENARIO",
      description = "The failure: backpressure. None lists them.")
  @Nullable String scenario;

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Call it a plateau when nothing more was accepted for this long (1s).")
  Duration settle = Duration.ofSeconds(1);

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Bound on everything (30s).")
  Duration timeout = Duration.ofSeconds(30);

  @Option(
      names = "--max-bytes",
      paramLabel = "BYTES",
      description = "Give up filling after so many accepted bytes (1073741824).")
  long maxBytes = 1L << 30;

  @Option(
      names = "--sndbuf",
      paramLabel = "BYTES",
      description = "SO_SNDBUF of the sender; the kernel then no longer grows it.")
  @Nullable Integer sendBufferBytes;

  @Option(
      names = "--rcvbuf",
      paramLabel = "BYTES",
      description = "SO_RCVBUF of the receiver; the kernel then no longer grows it.")
  @Nullable Integer receiveBufferBytes;

  @Option(
      names = "-w",
      paramLabel = "FILE",
      description = "Keep the packets in this pcapng file, comments where the findings are.")
  @Nullable Path write;

  @Option(names = "--no-capture", description = "Do not look at the wire.")
  boolean noCapture;

  @Mixin EvidenceMixin evidence = new EvidenceMixin();

  @Option(
      names = "--rows",
      description = "The whole time line as rows: program, kernel and wire in one order.")
  boolean rows;

  @Option(
      names = "--python",
      description = "Do not run it: print a plain Python program that makes the same failure.")
  boolean python;

  @Option(names = "--json", description = "NDJSON: the time line, then the verdict.")
  boolean json;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    if (scenario == null) {
      context
          .out()
          .println("backpressure  a receiver stops reading until the sender's write is refused");
      return ExitStatus.OK;
    }
    if (!scenario.equals("backpressure")) {
      throw new UsageException("no scenario '" + scenario + "'; there is: backpressure");
    }
    if (maxBytes <= 0) {
      throw new UsageException("--max-bytes must be above 0");
    }
    if (write != null && noCapture) {
      throw new UsageException("-w and --no-capture exclude each other");
    }
    if (python) {
      context.out().print(program(CommandRunner.version()));
      return ExitStatus.OK;
    }
    return backpressure(context);
  }

  private String program(String version) {
    return BackpressurePython.of(
        optional(sendBufferBytes), optional(receiveBufferBytes), maxBytes, version);
  }

  private ExitStatus backpressure(CommandContext context) throws IOException, InterruptedException {
    BackpressureText text =
        new BackpressureText(
            json ? io.recvq.render.Style.PLAIN : context.style(color),
            context.terminal().columns());
    if (!json) {
      context.out().println(text.title());
      context.out().println();
      context.out().flush();
    }
    BackpressureResult result;
    try (LoopbackTap tap = new LoopbackTap();
        SocketTable table = Machine.local().sockets()) {
      result =
          Backpressure.run(
              settings(), table, context.stop()::isStopped, new Narrator(context, text, tap));
      tap.finish();
      WireText wire =
          new WireText(tap, stalledUntilNanos(result), json ? Style.PLAIN : context.style(color));
      Report page = page(result, tap, wire);
      if (write != null && tap.recording().isPresent()) {
        PacketComments.of(page).write(tap.recording().get(), write);
      }
      if (json) {
        BackpressureJson.write(context.json(), result, wire, page);
      } else {
        if (rows) {
          context.out().println();
          TimeLineRows.of(page, context.style(color)).forEach(context.out()::println);
        }
        text.result(result, wire).forEach(context.out()::println);
        context.result(lines -> BackpressureJson.write(lines, result, wire, page));
      }
      evidence.write(context, page);
    }
    return result.reproduced() ? ExitStatus.OK : ExitStatus.BAD_ANSWER;
  }

  private Report page(BackpressureResult result, LoopbackTap tap, WireText wire)
      throws IOException {
    String version = CommandRunner.version();
    Environment environment = EnvironmentReader.read(Machine.local(), "host", version);
    ScenarioResult seen =
        BackpressureScenario.of(
            result, tap, environment, wire.evidence(), BackpressureText.why(result));
    Program program = new Program("Python", program(version));
    return ScenarioReport.of(seen, evidence.commandLine(), Optional.of(program), version);
  }

  /** When the receiver was told to read again, as packets' times are given. */
  private static long stalledUntilNanos(BackpressureResult result) {
    if (result.resumedAtNanos().isEmpty()) {
      return Long.MAX_VALUE;
    }
    Instant resumed = result.timeLine().time(result.resumedAtNanos().getAsLong());
    return TimeUnit.SECONDS.toNanos(resumed.getEpochSecond()) + resumed.getNano();
  }

  private Backpressure.Settings settings() {
    return new Backpressure.Settings(
        settle,
        timeout,
        maxBytes,
        Duration.ofMillis(5),
        buffers(OptionalInt.empty(), optional(sendBufferBytes)),
        buffers(optional(receiveBufferBytes), OptionalInt.empty()));
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static SocketSettings buffers(OptionalInt receive, OptionalInt send) {
    SocketSettings plain = SocketSettings.DEFAULT;
    return new SocketSettings(
        send,
        receive,
        plain.noDelay(),
        plain.lingerSeconds(),
        plain.reuseAddress(),
        plain.reusePort(),
        plain.keepAlive());
  }

  /** Prints each step as it happens and points the capture at the connection. */
  private final class Narrator implements Backpressure.Watcher {
    private final CommandContext context;
    private final BackpressureText text;
    private final LoopbackTap tap;

    Narrator(CommandContext context, BackpressureText text, LoopbackTap tap) {
      this.context = context;
      this.text = text;
      this.tap = tap;
    }

    @Override
    public void listening(Endpoint server) throws IOException {
      if (noCapture) {
        return;
      }
      tap.open(server);
      if (write != null && !tap.isOpen()) {
        throw OperationException.of("keep the packets in " + write, tap.whyNot(), "");
      }
    }

    @Override
    public void call(TimeLine.Call call) {
      if (!json) {
        context.out().println(text.call(call));
        context.out().flush();
      }
    }
  }
}

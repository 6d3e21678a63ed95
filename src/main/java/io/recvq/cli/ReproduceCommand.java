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
import io.recvq.scenario.Catalogue;
import io.recvq.scenario.EnvironmentReader;
import io.recvq.scenario.LoopbackTap;
import io.recvq.scenario.PythonProgram;
import io.recvq.scenario.Scenario;
import io.recvq.scenario.ScenarioReader.Fault;
import io.recvq.scenario.ScenarioResult;
import io.recvq.scenario.ScenarioResult.Environment;
import io.recvq.scenario.TimeLine;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import io.recvq.view.BackpressureJson;
import io.recvq.view.BackpressureText;
import io.recvq.view.PacketComments;
import io.recvq.view.ScenarioJson;
import io.recvq.view.ScenarioReport;
import io.recvq.view.ScenarioText;
import io.recvq.view.TimeLineRows;
import io.recvq.view.WireText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
      "  recvq reproduce reset-unread --repeat 10   how often, and the spread",
      "  recvq reproduce reset-unread --without-fault   the control run",
      "  recvq reproduce refused --show > mine.yaml     a scenario of your own",
      "  recvq reproduce mine.yaml              run it; see recvq-scenarios(7)",
      "  recvq reproduce backpressure -w x.pcapng   keep the packets",
      "  recvq reproduce backpressure --report x.html   a page to look at and to send",
      "  recvq reproduce backpressure --python   the same in plain Python",
      "",
      "Exit status: 0 reproduced, 1 not reproduced, 3 could not look."
    })
final class ReproduceCommand extends RecvqCommand {
  private static final String BACKPRESSURE = "backpressure";
  private static final int MOST_REPEATS = 10_000;

  @Parameters(
      arity = "0..1",
      paramLabel = "SCENARIO",
      completionCandidates = ScenarioNames.class,
      description = "A failure's name, or a scenario file. None lists the failures.")
  @Nullable String scenario;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Run it N times: how often, and the spread of the numbers.")
  int repeat = 1;

  @Option(
      names = "--without-fault",
      description = "The control run: leave the fault out; it must not be reproduced.")
  boolean withoutFault;

  @Option(names = "--show", description = "Do not run it: print the scenario's file.")
  boolean show;

  @Option(names = "--schema", description = "Print the JSON Schema of scenario files.")
  boolean schema;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Bound on everything (the scenario's own; backpressure: 30s).")
  @Nullable Duration timeout;

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

  /** What only the scenario of the same name can be told. */
  static final class FillChoice {
    @Option(
        names = "--settle",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "Call it a plateau when nothing more was accepted for this long (1s).")
    Duration settle = Duration.ofSeconds(1);

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
  }

  @ArgGroup(exclusive = false, heading = "%nOnly for backpressure:%n")
  @Nullable FillChoice fillChoice;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    if (schema) {
      context.out().print(Catalogue.schema());
      return ExitStatus.OK;
    }
    if (scenario == null) {
      return list(context);
    }
    checkOptions();
    ScenarioFile file = ScenarioFile.of(scenario);
    if (show) {
      context.out().print(file.text());
      return ExitStatus.OK;
    }
    boolean plain = scenario.equals(BACKPRESSURE) && repeat == 1 && !withoutFault;
    if (plain && python) {
      context.out().print(program(CommandRunner.version()));
      return ExitStatus.OK;
    }
    if (plain) {
      return backpressure(context);
    }
    if (fillChoice != null) {
      throw new UsageException(
          "--settle, --max-bytes, --sndbuf and --rcvbuf are for one run of backpressure");
    }
    Scenario read = file.read(withoutFault ? Fault.OUT : Fault.IN);
    if (python) {
      context.out().print(program(read));
      return ExitStatus.OK;
    }
    return new ScenarioReproduction(context, read, this).run();
  }

  private String program(Scenario read) {
    return PythonProgram.of(read, CommandRunner.version())
        .orElseThrow(
            () ->
                new UsageException(
                    "no Python program does '"
                        + scenario
                        + "': it needs a network of its own, or a server of recvq"));
  }

  private ExitStatus list(CommandContext context) {
    if (json) {
      ScenarioJson.catalogue(context.json());
    } else {
      new ScenarioText(context.style(color)).catalogue().forEach(context.out()::println);
    }
    return ExitStatus.OK;
  }

  private void checkOptions() {
    if (repeat < 1 || repeat > MOST_REPEATS) {
      throw new UsageException("--repeat is 1 to " + MOST_REPEATS);
    }
    if (repeat > 1 && (write != null || rows || evidence.isAsked())) {
      throw new UsageException("-w, --rows and --report are for one run, not for --repeat");
    }
    if (fill().maxBytes <= 0) {
      throw new UsageException("--max-bytes must be above 0");
    }
    if (write != null && noCapture) {
      throw new UsageException("-w and --no-capture exclude each other");
    }
  }

  private FillChoice fill() {
    return fillChoice == null ? new FillChoice() : fillChoice;
  }

  private String program(String version) {
    return BackpressurePython.of(
        optional(fill().sendBufferBytes),
        optional(fill().receiveBufferBytes),
        fill().maxBytes,
        version);
  }

  private ExitStatus backpressure(CommandContext context) throws IOException, InterruptedException {
    BackpressureText text =
        new BackpressureText(
            json ? Style.PLAIN : context.style(color), context.terminal().columns());
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
        fill().settle,
        timeout == null ? Duration.ofSeconds(30) : timeout,
        fill().maxBytes,
        Duration.ofMillis(5),
        buffers(OptionalInt.empty(), optional(fill().sendBufferBytes)),
        buffers(optional(fill().receiveBufferBytes), OptionalInt.empty()));
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

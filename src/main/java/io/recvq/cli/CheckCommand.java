package io.recvq.cli;

import io.recvq.check.CheckPlan;
import io.recvq.check.CheckReader;
import io.recvq.check.CheckResult;
import io.recvq.check.CheckStatus;
import io.recvq.check.CheckSuggestion;
import io.recvq.check.ReportFormat;
import io.recvq.document.DocumentException;
import io.recvq.net.FileFailure;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check}: scripted checks from YAML files. */
@Command(
    name = "check",
    description = "Scripted checks from YAML files, with reports for people and CI.",
    customSynopsis = "recvq check [OPTIONS] FILE...",
    footerHeading = "%nExamples:%n",
    footer = {
      "  recvq check --init checks.yaml             a start, from what listens now",
      "  recvq check checks.yaml --tag web          some of them",
      "  recvq check *.yaml --report junit=out.xml --report text",
      "  recvq check checks.yaml --every 30s --listen :9100",
      "",
      "Exit status: 0 all passed, 1 a check failed, 2 a file is wrong, 3 something",
      "could not be checked."
    })
final class CheckCommand extends RecvqCommand {
  private static final int MOST_FILE_BYTES = 4 << 20;

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Check files.")
  List<Path> files = List.of();

  /** Which checks run, and how. */
  static final class Choice {
    @Option(names = "--tag", paramLabel = "TAG", description = "Only checks with this tag.")
    List<String> tags = new ArrayList<>();

    @Option(
        names = "--set",
        paramLabel = "NAME=VALUE",
        description = "A variable; wins over the file's.")
    Map<String, String> variables = new HashMap<>();

    @Option(names = "--parallel", paramLabel = "N", description = "Checks at a time (8).")
    int parallel = 8;

    @Option(
        names = "--deadline",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "The time for everything, name look-ups included.")
    @Nullable Duration deadline;

    @Option(
        names = "--every",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "Check again and again; report what changes.")
    @Nullable Duration every;

    @Option(
        names = "--listen",
        paramLabel = "ADDR",
        description = "With --every: serve /metrics and /health there.")
    @Nullable String listen;
  }

  /** What is written. */
  static final class Written {
    @Option(
        names = "--report",
        paramLabel = "FORMAT[=FILE]",
        description = "text, json, junit, tap, openmetrics or github; repeatable.")
    List<String> reports = new ArrayList<>();

    @Option(names = "--json", description = "Short for --report json.")
    boolean json;

    @Option(names = "--init", description = "Write a file of what listens on this machine.")
    boolean init;

    @Option(names = "--schema", description = "Print the JSON Schema of check files.")
    boolean schema;
  }

  @ArgGroup(exclusive = false, heading = "%nWhich checks, and how:%n")
  Choice choice = new Choice();

  @ArgGroup(exclusive = false, heading = "%nWhat is written:%n")
  Written written = new Written();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException {
    long start = System.nanoTime();
    if (written.schema) {
      context.out().print(schema());
      return ExitStatus.OK;
    }
    if (written.init) {
      return init(context);
    }
    checkOptions();
    List<CheckReports.Target> targets = CheckReports.targets(written.reports, written.json);
    List<CheckPlan> plans = new ArrayList<>();
    for (Path file : files) {
      plans.add(plan(file));
    }
    CheckReports reports = new CheckReports(context, targets, context.style(color));
    CheckRun run = new CheckRun(context, plans, choice, reports, start);
    List<CheckResult> results = choice.every == null ? run.once() : run.repeatedly();
    return status(results, context);
  }

  private void checkOptions() {
    if (files.isEmpty()) {
      throw new UsageException("no check file given; recvq check --init FILE writes one");
    }
    if (choice.listen != null && choice.every == null) {
      throw new UsageException("--listen needs --every");
    }
    if (choice.every != null && choice.every.isZero()) {
      throw new UsageException("--every needs a time");
    }
    if (choice.parallel < 1 || choice.parallel > 256) {
      throw new UsageException("--parallel is 1 to 256");
    }
  }

  private ExitStatus init(CommandContext context) throws IOException {
    if (files.size() > 1) {
      throw new UsageException("--init writes one file");
    }
    String text = CheckSuggestion.ofThisMachine();
    if (files.isEmpty()) {
      context.out().print(text);
      return ExitStatus.OK;
    }
    Path file = files.get(0);
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw OperationException.of("write " + file, e, "it is never written over an existing file");
    }
    context.err().println("recvq: wrote " + file + "; run it: recvq check " + file);
    return ExitStatus.OK;
  }

  private CheckPlan plan(Path file) throws IOException {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(MOST_FILE_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Files.exists(file)
          ? FileFailure.read(file.toString(), e)
          : OperationException.of("read " + file, e, "recvq check --init FILE writes a start");
    }
    try {
      return CheckReader.read(text, file.toString(), choice.variables);
    } catch (DocumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static String schema() throws IOException {
    try (InputStream in = CheckReader.class.getResourceAsStream("check.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("the schema is not packaged");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ExitStatus status(List<CheckResult> results, CommandContext context) {
    if (context.stop().isStopped()) {
      return ExitStatus.INTERRUPTED;
    }
    if (results.stream().anyMatch(r -> r.status() == CheckStatus.FAIL)) {
      return ExitStatus.BAD_ANSWER;
    }
    return results.stream().anyMatch(r -> r.status() == CheckStatus.ERROR)
        ? ExitStatus.COULD_NOT_LOOK
        : ExitStatus.OK;
  }

  /** The formats of reports by name, for messages. */
  static String formats() {
    return String.join(
        ", ", java.util.Arrays.stream(ReportFormat.values()).map(Object::toString).toList());
  }
}

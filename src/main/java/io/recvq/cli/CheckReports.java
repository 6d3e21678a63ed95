package io.recvq.cli;

import io.recvq.check.CheckResult;
import io.recvq.check.JsonReport;
import io.recvq.check.Report;
import io.recvq.check.ReportFormat;
import io.recvq.check.TextReport;
import io.recvq.net.FileFailure;
import io.recvq.net.OperationException;
import io.recvq.render.Style;
import io.recvq.render.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes the reports of {@code check}: text and JSON as results come, the others at the end. */
final class CheckReports {
  private static final FileAttribute<Set<PosixFilePermission>> AS_UMASK_SAYS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"));

  private final CommandContext context;
  private final List<Target> targets;
  private final Style style;

  /**
   * A report that was asked for.
   *
   * @param file where it goes; empty for standard output
   */
  record Target(ReportFormat format, Optional<Path> file) {
    boolean streams() {
      boolean lines = format == ReportFormat.TEXT || format == ReportFormat.JSON;
      return file.isEmpty() && lines;
    }
  }

  CheckReports(CommandContext context, List<Target> targets, Style style) {
    this.context = context;
    this.targets = List.copyOf(targets);
    this.style = style;
  }

  /** What {@code --report} asks for; text where nothing goes to standard output. */
  static List<Target> targets(List<String> words, boolean json) {
    List<Target> targets = new ArrayList<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      ReportFormat format =
          Arrays.stream(ReportFormat.values())
              .filter(f -> f.toString().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UsageException(
                          "no report format '" + name + "'; there are " + CheckCommand.formats()));
      targets.add(
          new Target(
              format,
              equals < 0 ? Optional.empty() : Optional.of(Path.of(word.substring(equals + 1)))));
    }
    if (json) {
      targets.add(new Target(ReportFormat.JSON, Optional.empty()));
    }
    long onOutput = targets.stream().filter(t -> t.file().isEmpty()).count();
    if (onOutput > 1) {
      throw new UsageException(
          "only one report can go to standard output; give the others a =FILE");
    }
    if (onOutput == 0) {
      targets.add(new Target(ReportFormat.TEXT, Optional.empty()));
    }
    return targets;
  }

  /** A check ended. */
  void result(CheckResult result) {
    change(result, Optional.empty());
  }

  /**
   * A check ended with another status than before.
   *
   * @param time when its run began, to be told; empty for the first run
   */
  void change(CheckResult result, Optional<Instant> time) {
    for (Target target : targets) {
      if (target.streams() && target.format() == ReportFormat.TEXT) {
        String when =
            time.map(t -> style.dim(Times.iso(t).substring(0, 19) + "Z") + "  ").orElse("");
        context.out().println(when + new TextReport(style).line(result));
        context.result(lines -> JsonReport.write(lines, result));
      } else if (target.streams()) {
        JsonReport.write(context.json(), result, time);
      }
    }
    context.out().flush();
  }

  /** All checks ended: the summary on standard output, and whatever goes to files. */
  void end(Report.Run run) throws IOException {
    for (Target target : targets) {
      if (target.streams() && target.format() == ReportFormat.TEXT) {
        context.out().println();
        context.out().println(new TextReport(style).summary(run));
        context.result(lines -> JsonReport.writeSummary(lines, run));
      } else if (target.streams()) {
        JsonReport.writeSummary(context.json(), run);
      } else if (target.file().isEmpty()) {
        context.out().print(target.format().report(style).of(run));
      }
    }
    context.out().flush();
    files(run);
  }

  /** Writes the files anew, each replaced in one step, so that no reader sees half of one. */
  void files(Report.Run run) throws IOException {
    for (Target target : targets) {
      if (target.file().isPresent()) {
        write(target.file().get(), target.format().report(Style.PLAIN).of(run));
      }
    }
  }

  private static void write(Path file, String text) throws OperationException {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        Files.writeString(file, text);
        return;
      }
      // A new file of a name that nobody can guess: a link laid out beside a report in a folder
      // that
      // all may write would lead elsewhere.
      Path folder = file.toAbsolutePath().getParent();
      Path beside = Files.createTempFile(folder, "." + file.getFileName(), ".tmp", AS_UMASK_SAYS);
      try {
        Files.writeString(beside, text);
        Files.move(
            beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw FileFailure.write(file.toString(), e);
    }
  }
}

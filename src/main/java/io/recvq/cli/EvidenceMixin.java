package io.recvq.cli;

import io.recvq.net.FileFailure;
import io.recvq.net.OperationException;
import io.recvq.report.HtmlPage;
import io.recvq.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that writes what was seen as a page, and the command line that the page tells. */
final class EvidenceMixin {
  @Option(
      names = "--report",
      order = 70,
      paramLabel = "FILE",
      description = "Write it all as one HTML page: charts, packets, calls.")
  @Nullable Path report;

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  boolean isAsked() {
    return report != null;
  }

  /** The command line as it was typed, in the shell's quotes where it needs them. */
  String commandLine() {
    if (spec == null) {
      return "recvq";
    }
    List<String> words = spec.commandLine().getParseResult().originalArgs();
    boolean named = !words.isEmpty() && words.get(0).equals(spec.name());
    return (named ? "recvq " : "recvq " + spec.name() + " ")
        + words.stream().map(EvidenceMixin::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    boolean plain = word.matches("[A-Za-z0-9_@%+=:,./\\[\\]-]+");
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Writes the page, over an old one, and says so on standard error. */
  void write(CommandContext context, Report page) throws OperationException {
    if (report == null) {
      return;
    }
    try {
      Files.writeString(report, HtmlPage.of(page));
    } catch (IOException e) {
      throw FileFailure.write(report.toString(), e);
    }
    context.err().println("recvq: the report is in " + report);
  }
}

package io.recvq.cli;

import io.recvq.cli.Examination.Fact;
import io.recvq.cli.Examination.Status;
import io.recvq.render.JsonLines;
import io.recvq.render.Style;
import io.recvq.render.TextWrap;
import io.recvq.sys.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code doctor}: what this machine allows. */
@Command(
    name = "doctor",
    description = "What this machine allows, and the remedy for each lack.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  recvq doctor",
      "  recvq doctor --json",
      "",
      "Exit status: 0 everything works, 1 something lacks."
    })
final class DoctorCommand extends RecvqCommand {
  @Option(names = "--json", description = "NDJSON: a fact a line.")
  boolean json;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException {
    List<Fact> facts = new Examination(Machine.local()).facts();
    if (json) {
      JsonLines lines = context.json();
      facts.forEach(fact -> write(lines, fact));
    } else {
      text(facts, context.style(color)).forEach(context.out()::println);
    }
    boolean lacks = facts.stream().anyMatch(fact -> fact.status() == Status.LACK);
    return lacks ? ExitStatus.BAD_ANSWER : ExitStatus.OK;
  }

  private static void write(JsonLines lines, Fact fact) {
    lines.begin("fact").put("name", fact.name()).put("status", fact.status().word());
    lines.put("answer", fact.answer());
    if (!fact.remedy().isEmpty()) {
      lines.put("remedy", fact.remedy());
    }
    lines.end();
  }

  static List<String> text(List<Fact> facts, Style style) {
    int width = facts.stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Fact fact : facts) {
      String padded = fact.status().word() + " ".repeat(6 - fact.status().word().length());
      String mark =
          switch (fact.status()) {
            case OK -> style.green(padded);
            case NOTE -> style.yellow(padded);
            case LACK -> style.red(padded);
          };
      String name = fact.name() + " ".repeat(width - fact.name().length());
      lines.add(mark + name + "  " + fact.answer());
      if (!fact.remedy().isEmpty()) {
        for (String line : TextWrap.wrap(fact.remedy(), 66, "", "")) {
          lines.add(" ".repeat(6 + width + 2) + style.dim(line));
        }
      }
    }
    return lines;
  }
}

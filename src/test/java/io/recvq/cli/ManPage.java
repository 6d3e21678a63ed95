package io.recvq.cli;

import io.recvq.render.TextWrap;
import io.recvq.scenario.Catalogue;
import io.recvq.scenario.Scenario;
import io.recvq.scenario.ScenarioReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Manual pages in man(7)'s macros, made of the picocli model. */
final class ManPage {
  /** The manual's own date; it changes with a release. */
  private static final String DATE = "2026-01-01";

  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /** The page of the program itself. */
  static String ofProgram() {
    ManPage man = new ManPage();
    CommandSpec root = Commands.model(List.of()).getCommandSpec();
    man.head("recvq", root.usageMessage().description()[0]);
    man.section("SYNOPSIS").macro("B", "recvq").text("COMMAND [OPTIONS] [ARGUMENTS]").macro("br");
    man.macro("B", "recvq").text("[-c LINES | < FILE]");
    man.section("DESCRIPTION");
    man.text(
        "Without a command, recvq is an interactive shell on a terminal, and runs the lines of a"
            + " pipe or file as a script. Each command has a page of its own.");
    for (Commands.Group group : Commands.GROUPS) {
      man.macro("SS", group.heading());
      for (String name : group.names()) {
        man.macro("TP").macro("B", name).text(CommandModel.of(name).description());
      }
    }
    man.options(root);
    man.section("EXIT STATUS");
    String[][] statuses = {
      {"0", "It worked, and the answer is good."},
      {"1", "It worked, and the answer is bad: closed, failed, malformed, not reproduced."},
      {"2", "The command line is wrong."},
      {"3", "It could not look: rights, a missing library or file, an address in use."},
      {"4", "A defect of recvq."},
      {"130", "Interrupted."},
    };
    for (String[] status : statuses) {
      man.macro("TP").macro("B", status[0]).text(status[1]);
    }
    man.section("ENVIRONMENT");
    man.macro("TP").macro("B", "RECVQ_JAVA").text("The java program to use.");
    man.macro("TP").macro("B", "RECVQ_JAVA_OPTIONS").text("Options for the Java machine.");
    man.macro("TP").macro("B", "NO_COLOR").text("When set and not empty, no colour is used.");
    man.section("SEE ALSO");
    man.text(String.join(", ", Commands.names().stream().map(n -> "recvq-" + n + "(1)").toList()));
    return man.page.toString();
  }

  /** The page of the scenarios: what each makes happen, how it looks and what to do. */
  static String ofScenarios() {
    ManPage man = new ManPage();
    man.head("recvq-scenarios", 7, "failures of TCP programs that recvq makes happen");
    man.section("DESCRIPTION");
    man.text(
        "Each entry names what people meet, what happens, what you will see, and what to do."
            + " Run one with recvq reproduce NAME; print its file, a start for one of your own,"
            + " with --show; prove that the fault is the cause with --without-fault.");
    man.section("CATALOGUE");
    for (String name : Catalogue.names()) {
      Scenario scenario = Catalogue.load(name, ScenarioReader.Fault.IN);
      man.macro("TP").macro("B", name + " (" + String.join(", ", scenario.symptoms()) + ")");
      man.text(sentence(scenario.title()) + (scenario.needsRoot() ? " Needs root." : ""));
      man.macro("br").text("You will see: " + scenario.sees() + ".");
      man.macro("br").text("What to do: " + scenario.remedy() + ".");
    }
    man.section("FILES OF YOUR OWN");
    man.text(
        "A scenario is a YAML file: its ends, their calls in order, what each must return, and"
            + " what the kernel's socket table and the wire must show. This one is built in:");
    man.macro("EX");
    Catalogue.text("reset-unread").orElseThrow().lines().forEach(man::verbatim);
    man.macro("EE");
    man.section("SEE ALSO").text("recvq-reproduce(1), recvq-explain(1), recvq(1)");
    return man.page.toString();
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  private void verbatim(String line) {
    raw((line.startsWith(".") ? "\\&" : "") + escape(line));
  }

  /** The page of one command. */
  static String ofCommand(String name) {
    CommandLine line = Commands.command(name);
    CommandSpec spec = line.getCommandSpec();
    ManPage man = new ManPage();
    man.head("recvq-" + name, String.join(" ", spec.usageMessage().description()));
    man.section("SYNOPSIS");
    man.synopsis(line);
    if (spec.usageMessage().description().length > 0) {
      man.section("DESCRIPTION");
      man.text(String.join(" ", spec.usageMessage().description()));
    }
    man.operands(spec);
    man.options(spec);
    for (CommandLine below : spec.subcommands().values()) {
      man.section(("recvq " + name + " " + below.getCommandName()).toUpperCase(Locale.ROOT));
      man.synopsis(below);
      man.macro("PP").text(String.join(" ", below.getCommandSpec().usageMessage().description()));
      man.arguments(below.getCommandSpec());
      man.footer(below.getCommandSpec(), "SS");
    }
    man.footer(spec, "SH");
    if (!man.page.toString().contains("EXIT STATUS")) {
      man.section("EXIT STATUS");
      man.text(Help.exitStatuses().replaceFirst("[^:]*: ", "") + ".");
    }
    man.section("SEE ALSO")
        .text(name.equals("reproduce") ? "recvq-scenarios(7), recvq(1)" : "recvq(1)");
    return man.page.toString();
  }

  private void head(String name, String description) {
    head(name, 1, description);
  }

  private void head(String name, int section, String description) {
    String plain =
        description.endsWith(".")
            ? description.substring(0, description.length() - 1)
            : description;
    page.append(".TH \"" + escape(name.toUpperCase(Locale.ROOT)) + "\" " + section + " " + DATE);
    page.append(" recvq \"recvq manual\"\n");
    section("NAME");
    TextWrap.wrap(name + " \\- " + escape(plain), 78, "", "").forEach(this::raw);
  }

  private void synopsis(CommandLine line) {
    String synopsis = line.getHelp().synopsis(0).strip().replaceAll("\\s+", " ");
    String name = line.getCommandSpec().qualifiedName();
    macro("B", name).text(synopsis.substring(name.length()).strip());
  }

  private void operands(CommandSpec spec) {
    if (!spec.positionalParameters().isEmpty()) {
      section("ARGUMENTS");
      for (PositionalParamSpec operand : spec.positionalParameters()) {
        macro("TP").macro("I", operand.paramLabel()).lines(operand.description());
      }
    }
  }

  private void arguments(CommandSpec spec) {
    for (PositionalParamSpec operand : spec.positionalParameters()) {
      macro("TP").macro("I", operand.paramLabel()).lines(operand.description());
    }
    for (OptionSpec option : spec.options()) {
      option(option);
    }
  }

  private void options(CommandSpec spec) {
    section("OPTIONS");
    List<OptionSpec> options = new ArrayList<>(spec.options());
    options.sort((a, b) -> Integer.compare(a.order(), b.order()));
    options.forEach(this::option);
  }

  private void option(OptionSpec option) {
    if (option.hidden()) {
      return;
    }
    String value =
        option.arity().max() == 0
            ? ""
            : (option.longestName().startsWith("--") ? "=" : " ") + option.paramLabel();
    macro("TP").macro("B", String.join(", ", option.names()) + value);
    lines(option.description());
  }

  /** Footers are "Heading:" lines with indented lines below, or "Heading: text". */
  private void footer(CommandSpec spec, String macro) {
    boolean verbatim = false;
    for (String raw : spec.usageMessage().footer()) {
      for (String line : String.format(raw).split("\n", -1)) {
        boolean indented = line.startsWith(" ");
        if (verbatim && !indented) {
          macro("EE");
          verbatim = false;
        }
        if (line.isBlank()) {
          continue;
        }
        int colon = line.indexOf(':');
        if (indented) {
          if (!verbatim) {
            macro("EX");
            verbatim = true;
          }
          text(line);
        } else if (colon > 0 && colon < 24 && Character.isUpperCase(line.charAt(0))) {
          macro(macro, line.substring(0, colon).toUpperCase(Locale.ROOT));
          text(line.substring(colon + 1).strip());
        } else {
          text(line);
        }
      }
    }
    if (verbatim) {
      macro("EE");
    }
  }

  private ManPage section(String heading) {
    return macro("SH", heading);
  }

  private ManPage macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(" \"").append(escape(argument).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
    return this;
  }

  private void lines(String[] lines) {
    text(String.join(" ", lines).replace("%n", " "));
  }

  private void raw(String line) {
    page.append(line).append('\n');
  }

  private ManPage text(String text) {
    if (text.isEmpty()) {
      return this;
    }
    String safe = escape(text.stripTrailing());
    for (String line : text.contains("  ") ? List.of(safe) : TextWrap.wrap(safe, 78, "", "")) {
      page.append(line.startsWith(".") ? "\\&" : "").append(line).append('\n');
    }
    return this;
  }

  private static String escape(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> safe.append("\\e");
                case '-' -> safe.append("\\-");
                case '~' -> safe.append("\\(ti");
                case '^' -> safe.append("\\(ha");
                case '`' -> safe.append("\\(ga");
                case '\'' -> safe.append("\\(aq");
                default -> {
                  if (c < 0x80) {
                    safe.append((char) c);
                  } else {
                    safe.append(String.format("\\[u%04X]", c));
                  }
                }
              }
            });
    return safe.toString();
  }
}

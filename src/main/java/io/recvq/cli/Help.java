package io.recvq.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The help texts: picocli's for a command, one grouped list of commands for the program. */
final class Help {
  private Help() {}

  static String of(CommandSpec spec) {
    if (spec.parent() == null) {
      return program(spec);
    }
    String text = spec.commandLine().getUsageMessage(Ansi.OFF);
    return text.contains("Exit status") ? text : text + "\n" + exitStatuses() + "\n";
  }

  /** The meaning of every exit status on one line; a command may say it more exactly. */
  static String exitStatuses() {
    return "Exit status: 0 good, 1 bad answer, 2 usage, 3 could not look, 130 interrupted";
  }

  private static String program(CommandSpec root) {
    StringBuilder text = new StringBuilder();
    text.append("recvq: ").append(root.usageMessage().description()[0]).append("\n\n");
    text.append("Usage: recvq COMMAND [OPTIONS] [ARGUMENTS]\n");
    text.append("       recvq              an interactive shell; lines of a pipe are run\n");
    for (Commands.Group group : Commands.GROUPS) {
      text.append('\n').append(group.heading()).append('\n');
      for (String name : group.names()) {
        CommandLine command =
            Commands.model(List.of(name)).getSubcommands().values().iterator().next();
        String[] description = command.getCommandSpec().usageMessage().description();
        text.append(String.format("  %-10s %s%n", name, description[0]));
      }
    }
    text.append("\nEach command explains itself: recvq COMMAND --help\n");
    text.append("Exit: 0 good, 1 bad answer, 2 usage, 3 could not look, 4 defect, 130 Ctrl-C\n");
    return text.toString();
  }
}

package io.recvq.cli;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The help texts: picocli's for a command, one grouped list of commands for the program. */
final class Help {
  private Help() {}

  static String of(CommandSpec spec) {
    if (spec.parent() == null) {
      return program();
    }
    String text = spec.commandLine().getUsageMessage(Ansi.OFF);
    return text.contains("\nExit status") ? text : text + "\n" + exitStatuses() + "\n";
  }

  /** The meaning of every exit status on one line; a command may say it more exactly. */
  static String exitStatuses() {
    return "Exit status: 0 good, 1 bad answer, 2 usage, 3 could not look, 130 interrupted";
  }

  /** The commands in groups, a line each. */
  static String program() {
    StringBuilder text = new StringBuilder();
    text.append("recvq: ").append(RecvqRoot.SUMMARY).append("\n\n");
    text.append("Usage: recvq COMMAND [OPTIONS] [ARGUMENTS]\n");
    text.append("       recvq              an interactive shell; lines of a pipe are run\n");
    for (Commands.Group group : Commands.GROUPS) {
      text.append('\n').append(group.heading()).append('\n');
      for (String name : group.names()) {
        text.append("  ").append(name).append(" ".repeat(11 - name.length()));
        text.append(PreparedModels.summaryOf(name)).append('\n');
      }
    }
    text.append("\nEach command explains itself: recvq COMMAND --help\n");
    text.append("Exit: 0 good, 1 bad answer, 2 usage, 3 could not look, 4 defect, 130 Ctrl-C\n");
    return text.toString();
  }
}

package io.recvq.cli;

import io.recvq.cli.CommandModel.Flag;
import io.recvq.cli.CommandModel.Operand;
import io.recvq.cli.CommandModel.Values;
import java.util.List;
import java.util.stream.Collectors;

/** The completion script for fish. */
final class FishCompletion {
  private static final String HEAD =
      """
      # Completion of recvq for fish. Generated; see CONTRIBUTING.md.

      # Ports with a listener, of /proc/net/tcp and tcp6.
      function __recvq_ports
          cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | while read -l _n address _peer state _rest
              test "$state" = 0A; and math 0x(string replace -r '.*:' '' $address)
          end
      end

      function __recvq_interfaces
          for path in /sys/class/net/*
              path basename $path 2>/dev/null; or basename $path
          end
      end

      # Whether the command line's command, and the kind below it, are these.
      function __recvq_is
          set -l words (commandline -opc)
          set -e words[1]
          set -l plain
          for word in $words
              string match -q -- '-*' $word; or set -a plain $word
          end
          for i in (seq (count $argv))
              test "$plain[$i]" = "$argv[$i]"; or return 1
          end
      end

      function __recvq_none
          set -l words (commandline -opc)
          set -e words[1]
          not string match -q -v -- '-*' $words
      end

      complete -c recvq -f
      complete -c recvq -n __recvq_none -s h -l help -d 'Show help'
      complete -c recvq -n __recvq_none -s V -l version -d 'Show the version'
      """;

  private final StringBuilder script = new StringBuilder(HEAD);

  private FishCompletion() {}

  static String of(List<CommandModel> commands) {
    FishCompletion fish = new FishCompletion();
    for (CommandModel command : commands) {
      fish.add("__recvq_none", "-a " + command.name() + describe(command.description()));
    }
    for (CommandModel command : commands) {
      fish.script.append('\n');
      fish.command(command.name(), command, commands);
      for (CommandModel below : command.subcommands()) {
        fish.add(
            "__recvq_is " + command.name(), "-a " + below.name() + describe(below.description()));
        fish.command(command.name() + " " + below.name(), below, commands);
      }
    }
    return fish.script.toString();
  }

  private void command(String path, CommandModel command, List<CommandModel> all) {
    String condition = "__recvq_is " + path;
    for (Flag flag : command.options()) {
      String names =
          flag.names().stream().map(FishCompletion::flag).collect(Collectors.joining(" "));
      // Files are offered for values that are files only.
      String needed = flag.values().kind() == CommandModel.ValueKind.FILE ? " -r" : " -x";
      String value = flag.takesValue() ? needed + values(flag.values(), all) : "";
      add(condition, names + value + describe(flag.description()));
    }
    for (Operand operand : command.operands()) {
      String value = values(operand.values(), all);
      if (!value.isEmpty()) {
        add(condition, value.strip());
      }
    }
  }

  private static String flag(String name) {
    if (name.startsWith("--")) {
      return "-l " + name.substring(2);
    }
    return (name.length() == 2 ? "-s " : "-o ") + name.substring(1);
  }

  private static String values(Values values, List<CommandModel> all) {
    return switch (values.kind()) {
      case CHOICE, EFFECT -> " -a " + quoted(String.join(" ", values.choices()));
      case FILE -> " -F";
      case INTERFACE -> " -a '(__recvq_interfaces)'";
      case PORT, ADDRESS -> " -a '(__recvq_ports)'";
      case HOST -> " -a '(__fish_print_hostnames)'";
      case COMMAND ->
          " -a " + quoted(all.stream().map(CommandModel::name).collect(Collectors.joining(" ")));
      case TEXT, ENDPOINT, CONDITION -> "";
    };
  }

  private static String describe(String description) {
    return description.isEmpty() ? "" : " -d " + quoted(description);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private void add(String condition, String rest) {
    script
        .append("complete -c recvq -n '")
        .append(condition)
        .append("' ")
        .append(rest)
        .append('\n');
  }
}

package io.recvq.cli;

import io.recvq.cli.CommandModel.Flag;
import io.recvq.cli.CommandModel.Operand;
import io.recvq.cli.CommandModel.Values;
import io.recvq.cli.CommandModel.Word;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

      # Effects, and behind an at sign their moments.
      function __recvq_effects
          set -l word (commandline -ct | string replace -r -- '^--effect=' '')
          if string match -q -- '*@*' $word
              printf '%s\\t\\n' (string replace -r -- '@[^@]*$' '@' $word){MOMENTS}
          else
              printf '%s\\t%s\\n' EFFECTS
          end
      end

      # The words before the cursor that are no options and no values of options.
      function __recvq_plain
          set -l words (commandline -opc)
          set -e words[1]
          set -l value
          for word in $words
              if set -q value[1]
                  set -e value
              else if contains -- $word VALUED
                  set value $word
              else if not string match -q -- '-*' $word
                  echo $word
              end
          end
      end

      # Whether the command line's command, and the kind below it, are these.
      function __recvq_is
          set -l plain (__recvq_plain)
          for i in (seq (count $argv))
              test "$plain[$i]" = "$argv[$i]"; or return 1
          end
      end

      # The same, with so many operands behind them.
      function __recvq_at
          __recvq_is $argv[2..]
          and test (count (__recvq_plain)) -eq (math $argv[1] + (count $argv) - 1)
      end

      function __recvq_none
          test -z "$(__recvq_plain)"
      end

      complete -c recvq -f
      complete -c recvq -n __recvq_none -s h -l help -d 'Show help'
      complete -c recvq -n __recvq_none -s V -l version -d 'Show the version'
      """;

  private final StringBuilder script;

  private FishCompletion(String head) {
    this.script = new StringBuilder(head);
  }

  static String of(List<CommandModel> commands) {
    FishCompletion fish = new FishCompletion(head(commands));
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

  private static String head(List<CommandModel> commands) {
    String moments =
        CommandModel.moments().stream().map(Word::text).collect(Collectors.joining(","));
    String effects =
        CommandModel.effects().stream()
            .map(effect -> quoted(effect.text()) + " " + quoted(effect.description()))
            .collect(Collectors.joining(" "));
    return HEAD.replace("MOMENTS", moments)
        .replace("EFFECTS", effects)
        .replace("VALUED", String.join(" ", valued(commands)));
  }

  /** Options whose next word is their value, whichever command they belong to. */
  private static Set<String> valued(List<CommandModel> commands) {
    Set<String> with = new TreeSet<>();
    Set<String> without = new TreeSet<>();
    Stream.concat(
            commands.stream(), commands.stream().flatMap(command -> command.subcommands().stream()))
        .flatMap(command -> command.options().stream())
        .forEach(flag -> (flag.takesValue() ? with : without).addAll(flag.names()));
    with.removeAll(without);
    return with;
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
    for (int i = 0; i < command.operands().size(); i++) {
      Operand operand = command.operands().get(i);
      String value = values(operand.values(), all);
      if (!value.isEmpty()) {
        add(operand.many() ? condition : "__recvq_at " + i + " " + path, value.strip());
      }
    }
  }

  private static String flag(String name) {
    if (name.startsWith("--")) {
      return "-l " + name.substring(2);
    }
    return (name.length() == 2 ? "-s " : "-o ") + name.substring(1);
  }

  /** Each value has a description of its own, if an empty one, or fish shows the option's. */
  private static String values(Values values, List<CommandModel> all) {
    return switch (values.kind()) {
      case CHOICE -> {
        String choices = String.join("\\t ", values.choices()) + "\\t";
        yield " -a '" + choices + "'";
      }
      case EFFECT -> " -a '(__recvq_effects)'";
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

package io.recvq.cli;

import io.recvq.cli.CommandModel.Flag;
import io.recvq.cli.CommandModel.Operand;
import io.recvq.cli.CommandModel.Values;
import io.recvq.cli.CommandModel.Word;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The completion script for zsh. */
final class ZshCompletion {
  private static final String HEAD =
      """
      #compdef recvq
      # Completion of recvq for zsh. Generated; see CONTRIBUTING.md.

      # Ports with a listener, of /proc/net/tcp and tcp6.
      _recvq_ports() {
        local -a ports
        local line
        for line in ${(f)"$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)"}; do
          local -a columns=(${=line})
          [[ $columns[4] == 0A ]] && ports+=($((16#${columns[2]##*:})))
        done
        compadd -- $ports
      }

      _recvq_interfaces() {
        compadd -- /sys/class/net/*(N:t)
      }

      # Effects, and behind an at sign their moments.
      _recvq_effects() {
        if compset -P '*@'; then
          compadd -S '' -- MOMENTS
          return
        fi
        local -a plain=(
          PLAIN
        ) valued=(
          VALUED
        )
        _describe effect plain -S '' -- valued -S ''
      }

      """;

  private final StringBuilder script = new StringBuilder(head());

  private ZshCompletion() {}

  static String of(List<CommandModel> commands) {
    ZshCompletion zsh = new ZshCompletion();
    zsh.write(commands);
    return zsh.script.toString();
  }

  private static String head() {
    List<Word> effects = CommandModel.effects();
    String moments =
        CommandModel.moments().stream().map(Word::text).collect(Collectors.joining(" "));
    return HEAD.replace("MOMENTS", moments)
        .replace("PLAIN", described(effects.stream().filter(e -> !e.text().endsWith("="))))
        .replace("VALUED", described(effects.stream().filter(e -> e.text().endsWith("="))));
  }

  private static String described(Stream<Word> words) {
    return words
        .map(word -> quoted(word.text() + ":" + word.description().replace(":", "\\:")))
        .collect(Collectors.joining("\n    "));
  }

  private void write(List<CommandModel> commands) {
    list("_recvq_commands", "command", commands);
    for (CommandModel command : commands) {
      if (!command.subcommands().isEmpty()) {
        list("_recvq_" + command.name() + "_kinds", "kind", command.subcommands());
      }
    }
    add("_recvq() {");
    add("  local curcontext=$curcontext state line");
    add("  typeset -A opt_args");
    add("  _arguments -C \\");
    add("    '(-h --help)'{-h,--help}'[show help]' \\");
    add("    '(-V --version)'{-V,--version}'[show the version]' \\");
    add("    '1:command:_recvq_commands' \\");
    add("    '*::argument:->arguments' && return");
    add("  case $line[1] in");
    for (CommandModel command : commands) {
      add("    " + command.name() + ")");
      if (command.subcommands().isEmpty()) {
        arguments(command, "      ");
      } else {
        nested(command);
      }
      add("      ;;");
    }
    add("  esac");
    add("}");
    add("");
    add("if [[ $funcstack[1] == _recvq ]]; then _recvq \"$@\"; else compdef _recvq recvq; fi");
  }

  private void nested(CommandModel command) {
    add("      _arguments -C \\");
    add("        '1:kind:_recvq_" + command.name() + "_kinds' \\");
    add("        '*::argument:->arguments' && return");
    add("      case $line[1] in");
    for (CommandModel below : command.subcommands()) {
      add("        " + below.name() + ")");
      arguments(below, "          ");
      add("          ;;");
    }
    add("      esac");
  }

  private void list(String function, String what, List<CommandModel> commands) {
    add(function + "() {");
    add("  local -a words=(");
    for (CommandModel command : commands) {
      add("    " + quoted(command.name() + ":" + command.description().replace(":", "\\:")));
    }
    add("  )");
    add("  _describe " + what + " words");
    add("}");
    add("");
  }

  private void arguments(CommandModel command, String indent) {
    StringBuilder call = new StringBuilder(indent).append("_arguments -s");
    for (Flag flag : command.options()) {
      String text = "[" + flag.description().replaceAll("([\\[\\]:\\\\])", "\\\\$1") + "]";
      for (String name : flag.names()) {
        String value = flag.takesValue() ? (name.startsWith("--") ? "=" : "+") : "";
        String after =
            flag.takesValue() ? ":" + flag.valueLabel() + ":" + action(flag.values()) : "";
        call.append(" \\\n")
            .append(indent)
            .append("  ")
            .append(quoted("*" + name + value + text + after));
      }
    }
    for (Operand operand : command.operands()) {
      String place = operand.many() ? "*:" : ":";
      call.append(" \\\n")
          .append(indent)
          .append("  ")
          .append(
              quoted(place + operand.label().replace(":", "\\:") + ":" + action(operand.values())));
    }
    add(call.toString());
  }

  private static String action(Values values) {
    return switch (values.kind()) {
      case CHOICE -> "(" + String.join(" ", values.choices()) + ")";
      case EFFECT -> "_recvq_effects";
      case FILE -> "_files";
      case INTERFACE -> "_recvq_interfaces";
      case PORT, ADDRESS -> "_recvq_ports";
      case HOST -> "_hosts";
      case COMMAND -> "_recvq_commands";
      case TEXT, ENDPOINT, CONDITION -> " ";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private void add(String line) {
    script.append(line).append('\n');
  }
}

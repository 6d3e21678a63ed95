package io.recvq.cli;

import io.recvq.cli.CommandModel.Flag;
import io.recvq.cli.CommandModel.Operand;
import io.recvq.cli.CommandModel.Values;
import java.util.List;
import java.util.stream.Collectors;

/** The completion script for bash; it needs nothing but bash 4. */
final class BashCompletion {
  private static final String HEAD =
      """
      # Completion of recvq for bash. Generated; see CONTRIBUTING.md.

      # Ports with a listener, of /proc/net/tcp and tcp6.
      _recvq_ports() {
        local _ local state rest
        while read -r _ local _ state rest; do
          [[ $state == 0A ]] && printf '%d\\n' "0x${local##*:}"
        done < <(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)
      }

      _recvq_interfaces() {
        local path
        for path in /sys/class/net/*; do
          [[ -e $path ]] && printf '%s\\n' "${path##*/}"
        done
      }

      # Offers the words of $1 that begin with $cur; a value is still to come behind an equals sign.
      _recvq_offer() {
        local IFS=$' \\t\\n'
        mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
        [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
      }

      _recvq_files() {
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
      }

      _recvq() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
        local command='' position=0 skip='' word i
        COMPREPLY=()
        # bash takes an equals sign, an at sign and a colon for words of their own, and wants the at
        # sign back.
        [[ $prev == '@' ]] && cur=@$cur
        if [[ $cur == *@* ]]; then
          mapfile -t COMPREPLY < <(compgen -P "${cur%@*}@" -W 'MOMENTS' -- "${cur##*@}")
          compopt -o nospace 2>/dev/null
          return
        elif [[ $cur == '=' || $prev == '=' ]]; then
          [[ $cur == '=' ]] || prev=${COMP_WORDS[COMP_CWORD-2]}
          cur=${cur#=}
          [[ $prev == -* ]] || return
        fi
      """;

  private final StringBuilder script =
      new StringBuilder(
          HEAD.replace(
              "MOMENTS",
              CommandModel.moments().stream()
                  .map(CommandModel.Word::text)
                  .collect(Collectors.joining(" "))));

  private BashCompletion() {}

  static String of(List<CommandModel> commands) {
    BashCompletion bash = new BashCompletion();
    bash.write(commands);
    return bash.script.toString();
  }

  private void write(List<CommandModel> commands) {
    add("  for ((i = 1; i < COMP_CWORD; i++)); do");
    add("    word=${COMP_WORDS[i]}");
    add("    if [[ -n $skip || $word == +([=@:]) || ${COMP_WORDS[i-1]} == +([=@:]) ]]; then");
    add("      skip=''");
    add("      continue");
    add("    fi");
    add("    case \"$command $word\" in");
    for (CommandModel command : commands) {
      add("      ' " + command.name() + "') command='" + command.name() + "' ;;");
      String path = command.name();
      for (CommandModel below : command.subcommands()) {
        add(
            "      '"
                + path
                + " "
                + below.name()
                + "') command='"
                + path
                + " "
                + below.name()
                + "' ;;");
        skips(path + " " + below.name(), below);
      }
      skips(path, command);
    }
    add("      *' -'*) ;;");
    add("      *) position=$((position + 1)) ;;");
    add("    esac");
    add("  done");
    add("  case $command in");
    add("    '')");
    add("      if [[ $cur == -* ]]; then");
    add("        _recvq_offer '--help --version'");
    add("      else");
    add("        _recvq_offer '" + names(commands) + "'");
    add("      fi");
    add("      ;;");
    for (CommandModel command : commands) {
      for (CommandModel below : command.subcommands()) {
        command(command.name() + " " + below.name(), below, commands);
      }
      command(command.name(), command, commands);
    }
    add("  esac");
    add("}");
    add("");
    add("complete -F _recvq recvq");
  }

  private void skips(String path, CommandModel command) {
    List<String> flags =
        command.options().stream()
            .filter(Flag::takesValue)
            .flatMap(f -> f.names().stream())
            .toList();
    if (!flags.isEmpty()) {
      add(
          "      "
              + flags.stream()
                  .map(f -> "'" + path + " " + f + "'")
                  .collect(Collectors.joining(" | "))
              + ") skip=1 ;;");
    }
  }

  private void command(String path, CommandModel command, List<CommandModel> all) {
    add("    '" + path + "')");
    add("      case $prev in");
    for (Flag flag : command.options()) {
      if (flag.takesValue()) {
        add("        " + String.join(" | ", flag.names()) + ")");
        add("          " + values(flag.values(), all));
        add("          return ;;");
      }
    }
    add("      esac");
    add("      if [[ $cur == -* ]]; then");
    add(
        "        _recvq_offer '"
            + command.options().stream()
                .flatMap(f -> f.names().stream())
                .collect(Collectors.joining(" "))
            + "'");
    add("        return");
    add("      fi");
    if (!command.subcommands().isEmpty()) {
      add("      _recvq_offer '" + names(command.subcommands()) + "'");
    } else if (!command.operands().isEmpty()) {
      add("      case $position in");
      for (int i = 0; i < command.operands().size(); i++) {
        Operand operand = command.operands().get(i);
        String place = operand.many() ? "*" : String.valueOf(i);
        add("        " + place + ") " + values(operand.values(), all) + " ;;");
      }
      add("      esac");
    }
    add("      ;;");
  }

  private static String values(Values values, List<CommandModel> all) {
    return switch (values.kind()) {
      case CHOICE, EFFECT -> "_recvq_offer '" + String.join(" ", values.choices()) + "'";
      case FILE -> "_recvq_files";
      case INTERFACE -> "_recvq_offer \"$(_recvq_interfaces)\"";
      case PORT, ADDRESS -> "_recvq_offer \"$(_recvq_ports)\"";
      case HOST -> "mapfile -t COMPREPLY < <(compgen -A hostname -- \"$cur\")";
      case COMMAND -> "_recvq_offer '" + names(all) + "'";
      case TEXT, ENDPOINT, CONDITION -> ":";
    };
  }

  private static String names(List<CommandModel> commands) {
    return commands.stream().map(CommandModel::name).collect(Collectors.joining(" "));
  }

  private void add(String line) {
    script.append(line).append('\n');
  }
}

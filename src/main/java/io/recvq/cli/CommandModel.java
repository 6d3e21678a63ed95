package io.recvq.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What completion and highlighting need to know of a command, without picocli's types.
 *
 * @param name the word that names it
 * @param description one line
 * @param options its options, hidden ones left out
 * @param operands its positional parameters in their order
 * @param subcommands commands below it
 */
public record CommandModel(
    String name,
    String description,
    List<Flag> options,
    List<Operand> operands,
    List<CommandModel> subcommands) {

  /**
   * An option.
   *
   * @param names as {@code -n} and {@code --name}
   * @param valueLabel what its value is called; empty when it takes none
   */
  public record Flag(List<String> names, String description, String valueLabel, Values values) {
    public boolean takesValue() {
      return !valueLabel.isEmpty();
    }

    /** The name to show: the longest one. */
    public String longest() {
      return names.stream().max(Comparator.comparingInt(String::length)).orElseThrow();
    }
  }

  /**
   * A positional parameter.
   *
   * @param many whether it may be repeated
   */
  public record Operand(String label, String description, boolean many, Values values) {}

  /**
   * What may stand in a place.
   *
   * @param choices all possible values, where they are known
   */
  public record Values(ValueKind kind, List<String> choices) {}

  /** What sort of word a value is. */
  public enum ValueKind {
    TEXT,
    CHOICE,
    FILE,
    INTERFACE,
    PORT,
    ADDRESS,
    HOST,
    COMMAND
  }

  /** The models of all commands in the order of the help. */
  public static List<CommandModel> all() {
    return Commands.names().stream().map(CommandModel::of).toList();
  }

  /** The model of the command with this name. */
  public static CommandModel of(String name) {
    return of(Commands.command(name).getCommandSpec());
  }

  static CommandModel of(CommandSpec spec) {
    List<Flag> options = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        boolean value = option.arity().max() > 0;
        options.add(
            new Flag(
                List.of(option.names()),
                firstLine(option.description()),
                value ? label(option) : "",
                values(option)));
      }
    }
    List<Operand> operands = new ArrayList<>();
    for (PositionalParamSpec operand : spec.positionalParameters()) {
      if (!operand.hidden()) {
        operands.add(
            new Operand(
                label(operand),
                firstLine(operand.description()),
                operand.index().max() > operand.index().min() || operand.arity().max() > 1,
                values(operand)));
      }
    }
    List<CommandModel> below =
        spec.subcommands().values().stream().map(line -> of(line.getCommandSpec())).toList();
    return new CommandModel(
        spec.name(), firstLine(spec.usageMessage().description()), options, operands, below);
  }

  private static String label(ArgSpec arg) {
    return arg.paramLabel().replaceAll("[<>\\[\\].]", "");
  }

  private static String firstLine(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  private static Values values(ArgSpec arg) {
    List<String> choices = new ArrayList<>();
    if (arg.completionCandidates() != null) {
      arg.completionCandidates().forEach(choices::add);
    } else if (arg.typeInfo().isEnum()) {
      for (Object constant : arg.typeInfo().getType().getEnumConstants()) {
        choices.add(constant.toString().toLowerCase(Locale.ROOT));
      }
    }
    return new Values(choices.isEmpty() ? kind(arg) : ValueKind.CHOICE, choices);
  }

  private static ValueKind kind(ArgSpec arg) {
    if (arg.typeInfo().getType() == Path.class
        || arg.auxiliaryTypes().length > 0 && arg.auxiliaryTypes()[0] == Path.class) {
      return ValueKind.FILE;
    }
    return switch (label(arg)) {
      case "FILE", "SCRIPT" -> ValueKind.FILE;
      case "IFACE", "INTERFACE" -> ValueKind.INTERFACE;
      case "PORT", "PORTS" -> ValueKind.PORT;
      case "ADDR", "ADDRESS", "LISTEN", "TARGET" -> ValueKind.ADDRESS;
      case "HOST" -> ValueKind.HOST;
      case "COMMAND" -> ValueKind.COMMAND;
      default -> ValueKind.TEXT;
    };
  }
}

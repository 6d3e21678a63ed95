package io.recvq.cli;

import io.recvq.peer.EffectKind;
import io.recvq.peer.Moment;
import io.recvq.traffic.Where;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
    COMMAND,
    /** A named endpoint of a session. */
    ENDPOINT,
    /** How a peer misbehaves; the choices are the effects' names. */
    EFFECT,
    /** A condition on frames and packets; the choices are its fields. */
    CONDITION
  }

  /** A word with its meaning. */
  public record Word(String text, String description) {}

  /** The effects as they begin to be written, as {@code delay=}. */
  public static List<Word> effects() {
    return Arrays.stream(EffectKind.values())
        .map(kind -> new Word(kind + (kind.needsValue() ? "=" : ""), kind.description()))
        .toList();
  }

  /** The moments of an effect, as {@code after=}. */
  public static List<Word> moments() {
    return Arrays.stream(Moment.words().split(", "))
        .map(word -> new Word(word.replace("BYTES", "").replaceFirst("\\[.*", ""), ""))
        .toList();
  }

  /** The fields of a condition. */
  public static List<Word> conditionFields() {
    return Where.DESCRIBED.stream().map(field -> new Word(field.name(), field.meaning())).toList();
  }

  /** The models of the commands about a session's endpoints. */
  public static List<CommandModel> ofSession() {
    return Commands.SESSION.names().stream().map(CommandModel::of).toList();
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

  /** What help calls the value, without brackets and dots. */
  static String label(ArgSpec arg) {
    return arg.paramLabel().replaceAll("[<>\\[\\].]", "");
  }

  private static String firstLine(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  /** What may stand in the place of an option's value or an operand. */
  static Values values(ArgSpec arg) {
    List<String> choices = new ArrayList<>();
    if (arg.typeInfo().isEnum()) {
      for (Object constant : arg.typeInfo().getType().getEnumConstants()) {
        choices.add(constant.toString().toLowerCase(Locale.ROOT));
      }
    } else if (arg.completionCandidates() != null) {
      arg.completionCandidates().forEach(choices::add);
    }
    if (!choices.isEmpty()) {
      return new Values(ValueKind.CHOICE, choices);
    }
    ValueKind kind = kind(arg);
    return switch (kind) {
      case EFFECT -> new Values(kind, effects().stream().map(Word::text).toList());
      case CONDITION -> new Values(kind, conditionFields().stream().map(Word::text).toList());
      default -> new Values(kind, choices);
    };
  }

  private static ValueKind kind(ArgSpec arg) {
    if (arg.typeInfo().getType() == Path.class
        || arg.auxiliaryTypes().length > 0 && arg.auxiliaryTypes()[0] == Path.class) {
      return ValueKind.FILE;
    }
    if (arg.paramLabel().startsWith("EFFECT")) {
      return ValueKind.EFFECT;
    }
    return switch (label(arg)) {
      case "FILE", "SCRIPT" -> ValueKind.FILE;
      case "IFACE", "INTERFACE" -> ValueKind.INTERFACE;
      case "PORT", "PORTS" -> ValueKind.PORT;
      case "ADDR", "ADDRESS", "LISTEN", "TARGET" -> ValueKind.ADDRESS;
      case "HOST" -> ValueKind.HOST;
      case "ENDPOINT", "CONNECTION", "LISTENER" -> ValueKind.ENDPOINT;
      case "EXPR" -> ValueKind.CONDITION;
      case "COMMAND" -> ValueKind.COMMAND;
      default -> ValueKind.TEXT;
    };
  }
}

package io.recvq.cli;

import io.recvq.net.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is wrong with a command line, in one line and in the words of its help: picocli names the
 * place by its index and the choices by their Java constants.
 */
final class UsageMessage {
  private static final Set<Class<?>> WHOLE_NUMBERS =
      Set.of(int.class, Integer.class, long.class, Long.class);

  private UsageMessage() {}

  /** The line, without a stop at its end; it ends in a question where a near word is known. */
  static String of(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(unmatched, unmatched.getUnmatched().get(0));
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return missing(missing);
    }
    if (e instanceof MutuallyExclusiveArgsException) {
      return String.valueOf(e.getMessage())
          .replaceFirst("^Error: ", "")
          .replaceFirst(" are mutually exclusive.*", " exclude each other; give one");
    }
    if (e.getArgSpec() != null && e.getArgSpec().typeInfo().isMap()) {
      return name(e.getArgSpec())
          + ": '"
          + e.getValue()
          + "' is no "
          + CommandModel.label(e.getArgSpec());
    }
    if (e.getArgSpec() != null && e.getCause() instanceof TypeConversionException conversion) {
      return invalid(e.getArgSpec(), String.valueOf(e.getValue()), conversion);
    }
    String message = String.valueOf(e.getMessage()).strip();
    return message.lines().findFirst().orElse(message);
  }

  private static String unmatched(UnmatchedArgumentException e, String word) {
    boolean option = word.startsWith("-");
    if (option) {
      // A single letter is near every other one.
      String hint = word.length() == 2 ? "" : didYouMean(word, optionNames(e));
      return "unknown option '" + word + "'" + hint;
    }
    return e.getCommandLine().getCommand() instanceof RecvqRoot
        ? noCommand(word)
        : "unexpected '" + word + "'" + suggestion(e.getSuggestions());
  }

  /** What is said of a word that stands where a command's name should. */
  static String noCommand(String word) {
    if (Commands.SHELL_WORDS.contains(word)) {
      return "'" + word + "' is a word of the shell: start recvq, or give lines to recvq run";
    }
    Optional<String> here = OtherTools.here(word);
    String hint =
        here.isPresent()
            ? "; that is '" + here.get() + "' here"
            : didYouMean(word, Commands.names());
    return "no command '" + word + "'" + hint;
  }

  private static List<String> optionNames(UnmatchedArgumentException e) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : e.getCommandLine().getCommandSpec().options()) {
      if (!option.hidden()) {
        names.addAll(List.of(option.names()));
      }
    }
    return names;
  }

  /** picocli names the first of several operands; all that are left to give are told. */
  private static String missing(MissingParameterException e) {
    ArgSpec first = e.getMissing().get(0);
    if (first instanceof OptionSpec option && !option.required()) {
      String name = option.longestName();
      return name + " needs a value: " + name + " " + CommandModel.label(option);
    }
    List<String> names = new ArrayList<>(e.getMissing().stream().map(UsageMessage::name).toList());
    if (first instanceof PositionalParamSpec operand) {
      for (PositionalParamSpec other : e.getCommandLine().getCommandSpec().positionalParameters()) {
        if (other.required() && other.index().min() > operand.index().min()) {
          names.add(name(other));
        }
      }
    }
    int last = names.size() - 1;
    return last == 0
        ? names.get(0) + " is missing"
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last) + " are missing";
  }

  private static String invalid(ArgSpec arg, String value, TypeConversionException conversion) {
    if (arg.typeInfo().isEnum()) {
      List<String> choices = CommandModel.values(arg).choices();
      return "'"
          + value
          + "' is no "
          + name(arg)
          + "; there are "
          + String.join(", ", choices)
          + didYouMean(value, choices);
    }
    return name(arg)
        + ": "
        + (isWholeNumber(arg)
            ? "'" + value + "' is " + (allDigits(value) ? "too large" : "no whole number")
            : conversion.getMessage());
  }

  /** Whether the value, or each of them, is one, and not a size with a unit. */
  private static boolean isWholeNumber(ArgSpec arg) {
    Class<?> type =
        arg.typeInfo().isCollection()
            ? arg.typeInfo().getAuxiliaryTypes()[0]
            : arg.typeInfo().getType();
    return arg.converters().length == 0 && WHOLE_NUMBERS.contains(type);
  }

  private static boolean allDigits(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : CommandModel.label(arg);
  }

  private static String didYouMean(String word, List<String> known) {
    return suggestion(Nearest.to(word, known).map(List::of).orElse(List.of()));
  }

  private static String suggestion(List<String> near) {
    return near.isEmpty() ? "" : "; did you mean '" + near.get(0) + "'?";
  }
}

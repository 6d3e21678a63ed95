package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** The models that the build writes understand words as the annotations say. */
class PreparedModelsTest {
  static Stream<String> commands() {
    return Stream.concat(Commands.names().stream(), Commands.SESSION.names().stream());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aPreparedModelIsThatOfTheAnnotations(String name) {
    CommandLine prepared = Commands.alone(name);
    CommandLine annotated = Commands.annotated(name);
    assertEquals(name, prepared.getCommandName());
    assertEquals(arguments(annotated), arguments(prepared));
  }

  @Test
  void theBuildHasWrittenThem() {
    List<String> left =
        commands()
            .filter(name -> PreparedModels.find(name, Commands.create(name)).isEmpty())
            .toList();
    assertEquals(List.of("reproduce"), left);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aSummaryIsTheFirstLineOfTheDescription(String name) {
    CommandLine annotated = Commands.annotated(name);
    assertEquals(
        annotated.getCommandSpec().usageMessage().description()[0], PreparedModels.summaryOf(name));
  }

  private static String arguments(CommandLine line) {
    return line.getCommandSpec().args().stream()
        .map(PreparedModelsTest::describe)
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String describe(ArgSpec argument) {
    List<Object> facts = new ArrayList<>();
    if (argument instanceof OptionSpec option) {
      facts.add(Arrays.toString(option.names()));
      facts.add(option.usageHelp() + " " + option.negatable());
    } else {
      facts.add(((PositionalParamSpec) argument).index());
    }
    facts.add(argument.arity().min() + " to " + argument.arity().max());
    facts.add(argument.arity().isVariable());
    facts.add(argument.type());
    facts.add(argument.isMultiValue() ? Arrays.toString(argument.auxiliaryTypes()) : "one");
    facts.add(argument.paramLabel());
    facts.add(argument.required() + " " + argument.hidden());
    facts.add(Arrays.stream(argument.converters()).map(Object::getClass).toList());
    facts.add(String.valueOf(argument.<Object>getValue()));
    ArgGroupSpec group = argument.group();
    if (group != null && group.exclusive()) {
      facts.add(group.args().stream().map(ArgSpec::paramLabel).sorted().toList());
    }
    return facts.stream().map(Objects::toString).collect(Collectors.joining(" | "));
  }

  @ParameterizedTest
  @CsvSource({
    "explain --search x --json",
    "bytes --as hex 00 67",
    "sockets --no-owners --port 80 state established",
    "probe 127.0.0.1 1-3 --wait 2s --open",
    "decode --packets a.pcap b.pcap",
    "call echo 7002 a b -n 3 --timeout 2s",
    "ping -c 3 127.0.0.1",
    "send c1 --hex 00ff",
    "why 7002 --for 1s --report x.html",
    "serve echo 0 --effect reset@in-response --effect delay=1ms --every 3",
  })
  void bothGiveTheFieldsTheSameValues(String line) {
    List<String> words = List.of(line.split(" "));
    assertEquals(
        values(Commands.annotated(words.get(0)), words),
        values(Commands.alone(words.get(0)), words));
  }

  private static String values(CommandLine line, List<String> words) {
    line.parseArgs(words.subList(1, words.size()).toArray(String[]::new));
    return arguments(line);
  }

  @ParameterizedTest
  @CsvSource({
    "explain --colour always",
    "explain --color purple",
    "bytes --as nothing 1",
    "resolve",
    "probe",
    "decode --packets --ladder x",
    "send c1 --hex --file",
    "sockets --interval soon",
    "call echo 7002 -n many",
    "ping -c",
    "top --interval 1s extra",
    "fill",
  })
  void bothRefuseInTheSameWords(String line) {
    List<String> words = List.of(line.split(" "));
    assertEquals(
        refusal(Commands.annotated(words.get(0)), words),
        refusal(Commands.alone(words.get(0)), words));
  }

  private static String refusal(CommandLine line, List<String> words) {
    String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
    return String.valueOf(
        assertThrows(ParameterException.class, () -> line.parseArgs(arguments)).getMessage());
  }
}

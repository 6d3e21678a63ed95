package io.recvq.scenario;

import io.recvq.scenario.Scenario.Network;
import io.recvq.scenario.ScenarioStep.Action;
import io.recvq.scenario.ScenarioStep.Call;
import io.recvq.scenario.ScenarioStep.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A scenario as a plain Python program that needs nothing but Python 3's standard library: the same
 * socket calls in the same order, for a bug report to people who do not have recvq. It ends with
 * status 0 when every call returned what the scenario says, and with a message otherwise.
 */
public final class PythonProgram {
  /** In the order in which they stand in a program, and what each needs of the others. */
  private static final List<String> HELPERS =
      List.of(
          "prepare",
          "opened",
          "listen",
          "accept",
          "step",
          "until",
          "count",
          "fill",
          "read_all",
          "exactly",
          "read_frame",
          "leave_room");

  private static final Map<String, Set<String>> NEEDS =
      Map.of(
          "opened", Set.of("prepare"),
          "listen", Set.of("opened"),
          "accept", Set.of("prepare"),
          "read_frame", Set.of("exactly"));

  private static final Map<String, Set<String>> IMPORTS =
      Map.of(
          "step", Set.of("errno", "sys", "time"),
          "opened", Set.of("socket"),
          "until", Set.of("sys", "time"),
          "read_frame", Set.of("json", "struct"),
          "leave_room", Set.of("os", "resource"));

  /** Keywords (Python's reference, 2.3.1) that are lower case, built-in names and modules used. */
  private static final Set<String> TAKEN =
      Set.of(
          "and",
          "as",
          "assert",
          "async",
          "await",
          "break",
          "case",
          "class",
          "connection",
          "continue",
          "def",
          "del",
          "elif",
          "else",
          "errno",
          "except",
          "finally",
          "for",
          "from",
          "global",
          "if",
          "import",
          "in",
          "int",
          "is",
          "isinstance",
          "json",
          "lambda",
          "len",
          "match",
          "nonlocal",
          "not",
          "open",
          "or",
          "os",
          "pass",
          "print",
          "raise",
          "range",
          "resource",
          "return",
          "socket",
          "struct",
          "sum",
          "sys",
          "time",
          "try",
          "while",
          "with",
          "yield");

  private final Scenario scenario;
  private final Set<String> helpers = new LinkedHashSet<>(List.of("step"));
  private final Set<String> imports = new TreeSet<>();
  private final List<String> lines = new ArrayList<>();

  private PythonProgram(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * The text of the program.
   *
   * @param version of recvq
   * @return empty where the scenario does what Python alone cannot: a network of its own, a server
   *     of recvq that does more than not to read
   */
  public static Optional<String> of(Scenario scenario, String version) {
    boolean possible =
        scenario.network() != Network.OWN
            && scenario.ends().stream().allMatch(PythonProgram::canBe)
            && scenario.steps().stream().allMatch(PythonProgram::canBe);
    return possible ? Optional.of(new PythonProgram(scenario).text(version)) : Optional.empty();
  }

  private static boolean canBe(ScenarioEnd end) {
    return end.kind().isEmpty()
        || end.kind().get().equals("discard") && end.effects().equals(List.of("stall@accept"));
  }

  private static boolean canBe(ScenarioStep step) {
    return !(step instanceof Call call
        && (call.action() == Action.VANISH || call.action() == Action.RETURNS));
  }

  private String text(String version) {
    PythonSteps steps = new PythonSteps(scenario, lines, helpers, imports);
    scenario.ends().forEach(steps::declare);
    for (ScenarioStep step : scenario.steps()) {
      if (step instanceof Call call) {
        steps.call(call);
      } else if (step instanceof Wait wait) {
        steps.await(wait);
      }
    }
    lines.add("print(\"reproduced\")");
    StringBuilder text = new StringBuilder();
    text.append(
        """
        #!/usr/bin/env python3
        \"""%s: %s.

        Python 3 on Linux, nothing else. Status 0: every call returned what was expected.
        Written by recvq %s (reproduce %s --python).
        \"""
        """
            .formatted(scenario.name(), plain(scenario.title()), version, plain(scenario.name())));
    List<String> parts = parts();
    imports.forEach(name -> text.append("import ").append(name).append('\n'));
    parts.forEach(part -> text.append("\n\n").append(part));
    text.append("\n\n");
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** A title of a user's file, without what could end a Python string. */
  private static String plain(String title) {
    return title.replace('\\', '/').replace('"', '\'');
  }

  /** The helpers that are used, with what they need. */
  private List<String> parts() {
    for (int i = HELPERS.size() - 1; i >= 0; i--) {
      String helper = HELPERS.get(i);
      if (helpers.contains(helper)) {
        helpers.addAll(NEEDS.getOrDefault(helper, Set.of()));
        imports.addAll(IMPORTS.getOrDefault(helper, Set.of()));
      }
    }
    helpers.forEach(helper -> imports.addAll(IMPORTS.getOrDefault(helper, Set.of())));
    return HELPERS.stream().filter(helpers::contains).map(PythonProgram::helper).toList();
  }

  private static String helper(String name) {
    String file = "python/" + name + ".py";
    try (InputStream in = PythonProgram.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its part " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A Python name for an end, which is no keyword and no name of the program's own. */
  static String name(String end) {
    String name = end.toLowerCase(Locale.ROOT).replace('-', '_');
    return TAKEN.contains(name) || HELPERS.contains(name) ? name + "_end" : name;
  }
}

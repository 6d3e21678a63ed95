package io.recvq.scenario;

import io.recvq.document.DocNode;
import io.recvq.document.DocumentException;
import io.recvq.scenario.ScenarioStep.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the steps of a scenario file. */
final class StepReader {
  /** What a step can hold beside the name of its end. */
  static final Set<String> KEYS =
      Set.of(
          "wait",
          "bytes",
          "text",
          "hex",
          "frame",
          "header",
          "encoding",
          "length-order",
          "up-to",
          "from",
          "name",
          "times",
          "connection",
          "until",
          "expect",
          "takes-at-least",
          "for",
          "within",
          "failure",
          "fault");

  /** What a step that waits can hold, its fault aside. */
  static final Set<String> WAIT_KEYS = Set.of("wait", "for", "within", "connection", "failure");

  private static final Duration DEFAULT_HANG = Duration.ofMillis(100);
  private static final Duration DEFAULT_WITHIN = Duration.ofSeconds(3);
  private static final int MOST_TIMES = 10_000;

  private final Map<String, ScenarioEnd> ends;
  private final boolean withFault;
  private final PayloadReader payloads;

  StepReader(Map<String, ScenarioEnd> ends, boolean withFault, long byteLimit) {
    this.ends = ends;
    this.withFault = withFault;
    this.payloads = new PayloadReader(byteLimit);
  }

  List<ScenarioStep> read(DocNode node) throws DocumentException {
    List<ScenarioStep> steps = new ArrayList<>();
    for (DocNode item : node.items("'steps'")) {
      Optional<ScenarioStep> step = item.get("wait").isPresent() ? waiting(item) : call(item);
      step.ifPresent(steps::add);
    }
    if (steps.isEmpty()) {
      throw node.wrong("there is no step");
    }
    return steps;
  }

  private Optional<ScenarioStep> waiting(DocNode item) throws DocumentException {
    FaultyNode step = new FaultyNode(item, "a step that waits", WAIT_KEYS, withFault);
    List<Condition> conditions = new ArrayList<>();
    for (DocNode condition : step.get("wait").orElse(item).oneOrMore()) {
      conditions.add(ConditionReader.read(condition, ends.keySet()));
    }
    return step.isLeftOut()
        ? Optional.empty()
        : Optional.of(
            new ScenarioStep.Wait(
                item.line(),
                step.isFault(),
                step.flag("failure").orElse(false),
                conditions,
                step.number("connection", 1, MOST_TIMES),
                step.duration("for").orElse(Duration.ZERO),
                step.duration("within").orElse(DEFAULT_WITHIN)));
  }

  private Optional<ScenarioStep> call(DocNode item) throws DocumentException {
    Set<String> known = new HashSet<>(KEYS);
    known.remove("wait");
    known.addAll(ends.keySet());
    FaultyNode step = new FaultyNode(item, "a step", known, withFault);
    List<ScenarioEnd> named =
        ends.values().stream().filter(candidate -> step.has(candidate.name())).toList();
    if (named.size() != 1) {
      throw item.wrong("a step is 'END: CALL' or 'wait: CONDITION'; the ends are " + ends.keySet());
    }
    ScenarioEnd end = named.get(0);
    Action action = action(step, end);
    boolean every = step.text("connection").filter(text -> text.equals("every")).isPresent();
    Expectation expect = ExpectationReader.read(step);
    return step.isLeftOut()
        ? Optional.empty()
        : Optional.of(
            new ScenarioStep.Call(
                item.line(),
                step.isFault(),
                step.flag("failure").orElse(false),
                end.name(),
                action,
                every ? OptionalInt.empty() : step.number("connection", 1, MOST_TIMES),
                every,
                step.number("times", 1, MOST_TIMES).orElse(1),
                payloads.read(step, action),
                until(step, action),
                expect,
                step.duration("for").orElse(DEFAULT_HANG),
                step.duration("within").orElse(DEFAULT_WITHIN)));
  }

  private static Action action(FaultyNode step, ScenarioEnd end) throws DocumentException {
    DocNode node = step.get(end.name()).orElseThrow();
    String word = node.text("a call");
    for (Action action : Action.values()) {
      if (word(action).equals(word)) {
        boolean listener = end.role() == ScenarioEnd.Role.LISTENS;
        if (Set.of(Action.LISTEN, Action.ACCEPT, Action.STOP).contains(action) && !listener
            || action == Action.CONNECT && listener) {
          throw node.wrong("'" + end.name() + "' cannot " + word);
        }
        if (end.kind().isPresent() && action != Action.LISTEN) {
          throw node.wrong("'" + end.name() + "' serves by itself; it can only listen");
        }
        return action;
      }
    }
    throw node.wrong("there is no call '" + word + "'; there are " + words());
  }

  /** The word of a call in a file, as {@code read-frame}. */
  static String word(Action action) {
    return action.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String words() {
    List<String> words = new ArrayList<>();
    for (Action action : Action.values()) {
      words.add(word(action));
    }
    return String.join(", ", words);
  }

  private static boolean until(FaultyNode step, Action action) throws DocumentException {
    Optional<DocNode> until = step.get("until");
    if (until.isEmpty()) {
      return false;
    }
    String right = action == Action.WRITE ? "refused" : "all";
    if (action != Action.WRITE && action != Action.READ
        || !until.get().text("'until'").equals(right)) {
      throw until.get().wrong("'until' is 'refused' for a write, 'all' for a read");
    }
    return true;
  }
}

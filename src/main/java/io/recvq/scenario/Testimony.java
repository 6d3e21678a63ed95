package io.recvq.scenario;

import io.recvq.scenario.ScenarioResult.Failure;
import io.recvq.scenario.ScenarioResult.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What speaks for a failure, as it comes up in a run: sentences from the program, the kernel and
 * the wire, the numbers that go with them, and the moment at which it happened.
 */
final class Testimony {
  private final List<String> evidence = new ArrayList<>();
  private final List<Measure> measures = new ArrayList<>();
  private Optional<Failure> marked = Optional.empty();
  private Optional<Failure> firstFault = Optional.empty();
  private Optional<Failure> lastSeen = Optional.empty();

  /** A call answered as the scenario expects; what is unusual about it is evidence. */
  void program(ScenarioStep.Call call, TimeLine.Call entry) {
    Expectation expected = call.expect();
    Failure failure =
        new Failure(entry.atNanos(), entry.end(), entry.call() + ": " + entry.result());
    if (call.isFailure()) {
      mark(failure);
    }
    if (!expected.isHealthy()) {
      firstFault = firstFault.or(() -> Optional.of(failure));
    }
    if (!expected.isHealthy() || expected.bytes().isPresent() || expected.atLeast().isPresent()) {
      String took =
          expected.atLeast().map(least -> " after " + millis(entry.took().toNanos())).orElse("");
      evidence.add("program: " + entry.end() + " " + entry.call() + ": " + entry.result() + took);
    }
  }

  /** The numbers of a call whose answer is the point of the scenario. */
  void measure(ScenarioStep.Call call, CallAnswer answer) {
    if (call.expect().isHealthy() && call.expect().atLeast().isEmpty()) {
      return;
    }
    String name = call.end() + " " + StepReader.word(call.action());
    if (answer.bytes() > 0) {
      measures.add(new Measure(name, answer.bytes(), "bytes"));
    }
    measures.add(new Measure(name, answer.took().toNanos() / 1e6, "ms"));
  }

  /** The kernel showed what a step waited for. */
  void kernel(ScenarioStep.Wait wait, TimeLine.Call entry, String text) {
    evidence.add("kernel: " + text);
    Failure failure = new Failure(entry.atNanos(), "kernel", text);
    lastSeen = Optional.of(failure);
    if (wait.isFailure()) {
      mark(failure);
    }
  }

  /** The wire carried packets of a rule. */
  void wire(WireRule rule, long packets) {
    evidence.add(
        "wire: "
            + rule.what()
            + rule.from().map(from -> " from " + from).orElse("")
            + (packets == 1 ? "" : ", " + packets + " packets"));
  }

  /** The run is over; its duration is a number as well. */
  void ended(Duration elapsed) {
    measures.add(new Measure("all of it", elapsed.toNanos() / 1e6, "ms"));
  }

  /** A sentence each, in the order in which they came up. */
  List<String> evidence() {
    return evidence;
  }

  List<Measure> measures() {
    return measures;
  }

  /**
   * When it failed: the step that the scenario marks, else the first call that answered badly, else
   * what the kernel showed last.
   */
  Optional<Failure> failure() {
    return marked.or(() -> firstFault).or(() -> lastSeen);
  }

  private void mark(Failure failure) {
    marked = marked.or(() -> Optional.of(failure));
  }

  /** Whole milliseconds with their unit. */
  static String millis(long nanos) {
    return nanos / 1_000_000 + " ms";
  }
}

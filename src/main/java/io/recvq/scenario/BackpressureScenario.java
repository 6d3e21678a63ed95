package io.recvq.scenario;

import io.recvq.diagnose.Verdict;
import io.recvq.net.Errno;
import io.recvq.scenario.ScenarioResult.Environment;
import io.recvq.scenario.ScenarioResult.Failure;
import io.recvq.scenario.ScenarioResult.Measure;
import io.recvq.scenario.ScenarioResult.Outcome;
import io.recvq.scenario.ScenarioResult.Watched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A run of {@link Backpressure} in the words of every other scenario. */
public final class BackpressureScenario {
  private BackpressureScenario() {}

  /**
   * The result as that of a scenario.
   *
   * @param tap the packets of the run, after it was finished
   * @param wireEvidence what the packets prove, where they do
   * @param notReproduced why not, where the failure is not proved
   */
  public static ScenarioResult of(
      BackpressureResult result,
      LoopbackTap tap,
      Environment environment,
      Optional<String> wireEvidence,
      String notReproduced) {
    Optional<Verdict> verdict = result.verdict().filter(v -> result.reproduced());
    TimeLine timeLine = result.timeLine();
    List<TimeLine.Entry> entries = timeLine.entries();
    long last = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).atNanos();
    return new ScenarioResult(
        Catalogue.load("backpressure", ScenarioReader.Fault.IN),
        result.reproduced() ? Outcome.REPRODUCED : Outcome.NOT_REPRODUCED,
        verdict.map(Verdict::summary).orElse(notReproduced),
        Stream.concat(verdict.stream().flatMap(v -> v.evidence().stream()), wireEvidence.stream())
            .toList(),
        failure(result),
        List.of(new Watched("sender", Optional.of("receiver"), result.sender(), result.receiver())),
        timeLine,
        tap.recording(),
        tap.recording().isPresent() ? Optional.empty() : Optional.of(tap.whyNot()),
        result.samplingEnded(),
        measures(result),
        environment,
        Duration.ofNanos(last));
  }

  private static Optional<Failure> failure(BackpressureResult result) {
    return result.timeLine().entries().stream()
        .filter(TimeLine.Call.class::isInstance)
        .map(TimeLine.Call.class::cast)
        .filter(call -> call.errno().isPresent())
        .findFirst()
        .map(call -> new Failure(call.atNanos(), call.end(), call.call() + ": " + Errno.EAGAIN));
  }

  private static List<Measure> measures(BackpressureResult result) {
    List<Measure> measures = new ArrayList<>();
    result
        .refusal()
        .ifPresent(
            refusal -> {
              measures.add(new Measure("first refusal", refusal.acceptedBytes(), "bytes"));
              measures.add(new Measure("time to refusal", millis(refusal.elapsed()), "ms"));
            });
    measures.add(new Measure("accepted by write", result.acceptedBytes(), "bytes"));
    result
        .plateau()
        .flatMap(BackpressureResult.Plateau::conservation)
        .ifPresent(
            c -> {
              measures.add(new Measure("not sent", c.notSentBytes(), "bytes"));
              measures.add(new Measure("in Recv-Q", c.recvQBytes(), "bytes"));
            });
    result
        .drain()
        .ifPresent(drain -> measures.add(new Measure("drained in", millis(drain.elapsed()), "ms")));
    return measures;
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}

package io.recvq.view;

import io.recvq.scenario.ScenarioResult;
import io.recvq.scenario.ScenarioResult.Measure;
import io.recvq.scenario.ScenarioResult.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What several runs of one scenario have in common and how far apart they are.
 *
 * @param spreads of each number that the runs measured
 */
public record RunStatistics(int runs, int reproduced, int notLooked, List<Spread> spreads) {
  /** The least, the middle and the most of a number; of an even count the lower middle. */
  record Spread(String name, String unit, double least, double median, double most) {}

  /** What is kept of a run. */
  public record Run(Outcome outcome, List<Measure> measures) {
    /** What one run adds. */
    public static Run of(ScenarioResult result) {
      return new Run(result.outcome(), result.measures());
    }
  }

  /** The counts and the spread over all runs. */
  public static RunStatistics of(List<Run> results) {
    Map<String, List<Measure>> byName = new LinkedHashMap<>();
    for (Run result : results) {
      if (result.outcome() == Outcome.REPRODUCED) {
        for (Measure measure : result.measures()) {
          byName
              .computeIfAbsent(measure.name() + " " + measure.unit(), name -> new ArrayList<>())
              .add(measure);
        }
      }
    }
    return new RunStatistics(
        results.size(),
        count(results, Outcome.REPRODUCED),
        count(results, Outcome.COULD_NOT_LOOK),
        byName.values().stream().map(RunStatistics::spread).toList());
  }

  private static int count(List<Run> results, Outcome outcome) {
    return (int) results.stream().filter(r -> r.outcome() == outcome).count();
  }

  private static Spread spread(List<Measure> measures) {
    double[] sorted = measures.stream().mapToDouble(Measure::value).sorted().toArray();
    Measure first = measures.get(0);
    return new Spread(
        first.name(),
        first.unit(),
        sorted[0],
        sorted[(sorted.length - 1) / 2],
        sorted[sorted.length - 1]);
  }
}

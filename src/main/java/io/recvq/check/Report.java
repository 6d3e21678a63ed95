package io.recvq.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Says the results of a run in one format, as text that is written whole. */
public interface Report {
  /** The text, for results in the order of the files. */
  String of(Run run);

  /**
   * A run that ended.
   *
   * @param start when it began
   */
  record Run(List<CheckResult> results, Instant start, Duration elapsed) {
    public Run {
      results = List.copyOf(results);
    }

    long count(CheckStatus status) {
      return results.stream().filter(result -> result.status() == status).count();
    }
  }
}

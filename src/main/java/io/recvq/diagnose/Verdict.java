package io.recvq.diagnose;

import java.util.List;
import java.util.Optional;

/**
 * What limits a connection, with what that rests on.
 *
 * @param cause the finer reason, as {@code not-reading} or {@code send-buffer}
 * @param summary one sentence for people, without a full stop
 * @param evidence observations, one a line, the strongest first
 * @param numbers what the evidence was computed from
 * @param next a command to run next; empty when there is nothing to look for
 */
public record Verdict(
    LimitedBy limitedBy,
    Optional<String> cause,
    String summary,
    List<String> evidence,
    List<Measure> numbers,
    String next) {

  public Verdict {
    evidence = List.copyOf(evidence);
    numbers = List.copyOf(numbers);
  }

  /**
   * A number with its JSON name.
   *
   * @param name ends in its unit, as {@code rwndLimitedMs}
   */
  public record Measure(String name, long value) {}

  /** The same with another command to run next. */
  public Verdict withNext(String command) {
    return new Verdict(limitedBy, cause, summary, evidence, numbers, command);
  }

  /** Whether something is wrong, so that a script gets status 1. */
  public boolean isBad() {
    return limitedBy != LimitedBy.NOTHING;
  }
}

package io.recvq.check;

import java.time.Duration;

/**
 * What a check came to.
 *
 * @param attempts how often it was run; 0 for one that was skipped
 */
public record CheckResult(
    CheckSpec spec, CheckStatus status, String message, Duration elapsed, int attempts) {

  /** A check that was not run. */
  static CheckResult skipped(CheckSpec spec, String why) {
    return new CheckResult(spec, CheckStatus.SKIP, why, Duration.ZERO, 0);
  }
}

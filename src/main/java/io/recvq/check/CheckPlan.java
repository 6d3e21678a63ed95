package io.recvq.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A check file.
 *
 * @param deadline the time for all of its checks
 */
public record CheckPlan(String file, List<CheckSpec> checks, Optional<Duration> deadline) {
  public CheckPlan {
    checks = List.copyOf(checks);
  }
}

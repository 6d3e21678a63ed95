package io.recvq.check;

import java.time.Duration;
import java.util.Set;

/**
 * A check as the file describes it.
 *
 * @param line where it stands in the file
 * @param negated whether it passes when what it describes does not hold
 * @param timeout for each attempt
 * @param retries attempts after the first
 * @param backoff pause before the first retry; doubled for each further one
 */
public record CheckSpec(
    String name,
    String kind,
    String target,
    String file,
    int line,
    Set<String> tags,
    boolean negated,
    Duration timeout,
    int retries,
    Duration backoff,
    Check check) {

  public CheckSpec {
    tags = Set.copyOf(tags);
  }
}

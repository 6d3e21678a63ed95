package io.recvq.shell;

import io.recvq.cli.Commands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the shell's {@code watch} shall repeat: {@code watch [SECONDS] COMMAND...}. The command line
 * has a {@code watch}, too, whose words are the connections to watch; a line that names no command
 * is meant for that one.
 *
 * @param interval from one run to the next
 * @param words the command to repeat
 */
record Repetition(Duration interval, List<String> words) {
  private static final Duration PRESET = Duration.ofSeconds(2);
  private static final long LEAST_NANOS = 50_000_000;
  private static final Pattern INTERVAL = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m)?");

  /** What follows the word {@code watch}, read as a repetition; empty when it is none. */
  static Optional<Repetition> of(List<String> rest) {
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> interval = interval(rest.get(0));
    List<String> words = rest.subList(interval.isPresent() ? 1 : 0, rest.size());
    // Behind an interval stands a command, a mistyped one included; a lone number is a port.
    boolean repeats =
        !words.isEmpty()
            && !words.get(0).startsWith("-")
            && (interval.isPresent() || isWord(words.get(0)));
    return repeats ? Optional.of(new Repetition(interval.orElse(PRESET), words)) : Optional.empty();
  }

  private static boolean isWord(String word) {
    return Commands.isCommand(word) || Builtins.isBuiltin(List.of(word));
  }

  private static Optional<Duration> interval(String text) {
    Matcher matcher = INTERVAL.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    double unit =
        switch (matcher.group(2) == null ? "s" : matcher.group(2)) {
          case "ms" -> 1e6;
          case "m" -> 60e9;
          default -> 1e9;
        };
    long nanos = (long) (Double.parseDouble(matcher.group(1)) * unit);
    return Optional.of(Duration.ofNanos(Math.max(nanos, LEAST_NANOS)));
  }
}

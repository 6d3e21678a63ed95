package io.recvq.net;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users write them. */
public final class DurationText {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(us|ms|s|m|h)?");

  private DurationText() {}

  /**
   * Reads {@code 300ms}, {@code 1.5s}, {@code 2m}, {@code 1h} or {@code 50us}; a bare number is
   * seconds. Throws IllegalArgumentException with the forms it takes.
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration; write 300ms, 2s, 1m or 1h");
    }
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    long nanosPerUnit =
        switch (unit) {
          case "us" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 1_000_000_000L;
        };
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(nanosPerUnit));
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("'" + text + "' is longer than 292 years");
    }
    return Duration.ofNanos(nanos.longValue());
  }
}

package io.recvq.render;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times and durations as recvq writes them. */
public final class Times {
  private Times() {}

  /** ISO-8601 in UTC with nine digits of the second: {@code 2026-01-31T12:00:00.000000001Z}. */
  public static String iso(Instant time) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(30);
    digits(text, utc.getYear(), 4).append('-');
    digits(text, utc.getMonthValue(), 2).append('-');
    digits(text, utc.getDayOfMonth(), 2).append('T');
    digits(text, utc.getHour(), 2).append(':');
    digits(text, utc.getMinute(), 2).append(':');
    digits(text, utc.getSecond(), 2).append('.');
    return digits(text, utc.getNano(), 9).append('Z').toString();
  }

  private static StringBuilder digits(StringBuilder text, int value, int width) {
    String plain = Integer.toString(value);
    return text.append("0".repeat(Math.max(0, width - plain.length()))).append(plain);
  }

  /**
   * A duration for eyes, three significant digits: {@code 1.23 s}, {@code 45.6 ms}, {@code 789 µs}.
   */
  public static String human(Duration duration) {
    double nanos = duration.toNanos();
    if (nanos >= 100e9) {
      long seconds = Math.round(nanos / 1e9);
      return seconds < 3600
          ? seconds / 60 + "m" + seconds % 60 + "s"
          : seconds / 3600 + "h" + seconds % 3600 / 60 + "m";
    }
    if (nanos >= 0.9995e9) {
      return significant(nanos / 1e9) + " s";
    }
    if (nanos >= 0.9995e6) {
      return significant(nanos / 1e6) + " ms";
    }
    return nanos >= 999.5 ? significant(nanos / 1e3) + " µs" : Math.round(nanos) + " ns";
  }

  /** Three digits: {@code 123}, {@code 12.3} or {@code 1.23}; each event of a server shows one. */
  private static String significant(double value) {
    if (value >= 99.95) {
      return Long.toString(Math.round(value));
    }
    if (value >= 9.995) {
      long tenths = Math.round(value * 10);
      return tenths / 10 + "." + tenths % 10;
    }
    long hundredths = Math.round(value * 100);
    long rest = hundredths % 100;
    return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest;
  }
}

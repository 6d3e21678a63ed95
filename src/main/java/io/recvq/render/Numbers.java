package io.recvq.render;

import java.util.Locale;

/** Whole numbers as people read them, whatever the locale. */
public final class Numbers {
  private Numbers() {}

  /** The number with a comma before each group of three digits, as {@code 3,910,656}. */
  public static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}

package io.recvq.net;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as users write and read them. */
public final class SizeText {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,6})?) ?([kKmMgG])?(?:i?[bB])?");

  private SizeText() {}

  /**
   * Reads {@code 1500}, {@code 64k}, {@code 1.5M} or {@code 2GiB}; the units are powers of 1024.
   * Throws IllegalArgumentException with the forms it takes.
   */
  public static long parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no size; write 1500, 64k or 1.5M");
    }
    String unit = matcher.group(2) == null ? "" : matcher.group(2).toLowerCase(Locale.ROOT);
    int shift =
        switch (unit) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          default -> 0;
        };
    BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << shift));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("'" + text + "' is too large");
    }
    return bytes.longValue();
  }
}

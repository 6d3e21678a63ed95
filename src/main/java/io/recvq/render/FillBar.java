package io.recvq.render;

/** A part of a whole as a bar of block characters, exact to an eighth of a column. */
public final class FillBar {
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

  private FillBar() {}

  /**
   * A bar of exactly this width. Whatever is above zero leaves a mark; more than the whole fills
   * the bar.
   */
  public static String of(long part, long whole, int columns) {
    double share = whole > 0 ? Math.min(1, Math.max(0, (double) part / whole)) : 0;
    int eighths = (int) Math.round(share * columns * 8);
    if (part > 0 && eighths == 0) {
      eighths = 1;
    }
    StringBuilder bar = new StringBuilder(columns);
    bar.append("█".repeat(eighths / 8));
    if (eighths % 8 > 0) {
      bar.append(EIGHTHS.charAt(eighths % 8));
    }
    return bar.append(" ".repeat(columns - bar.length())).toString();
  }
}

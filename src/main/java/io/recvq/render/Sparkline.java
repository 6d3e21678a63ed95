package io.recvq.render;

/** Values over time as one line of block characters, from zero to their peak. */
public final class Sparkline {
  private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /**
   * One character for a column. More values than columns are taken together, the highest shown, so
   * that no peak gets lost; a value above zero always leaves a mark.
   */
  public static String of(double[] values, int columns) {
    int width = Math.min(columns, values.length);
    double peak = 0;
    for (double value : values) {
      peak = Math.max(peak, value);
    }
    StringBuilder line = new StringBuilder(width);
    for (int column = 0; column < width; column++) {
      int from = (int) ((long) column * values.length / width);
      int to = (int) ((long) (column + 1) * values.length / width);
      double highest = 0;
      for (int i = from; i < to; i++) {
        highest = Math.max(highest, values[i]);
      }
      line.append(EIGHTHS.charAt(peak > 0 ? (int) Math.ceil(highest / peak * 8) : 0));
    }
    return line.toString();
  }
}

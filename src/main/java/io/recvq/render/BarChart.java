package io.recvq.render;

import java.util.ArrayList;
import java.util.List;

/** Labelled horizontal bars, to an eighth of a column; the longest one takes the width. */
public final class BarChart {
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

  private final List<Bar> bars = new ArrayList<>();

  /**
   * A bar.
   *
   * @param value 0 or more
   * @param text the value as it is shown
   */
  public record Bar(String label, double value, String text) {}

  /** Adds a bar below those that are there. */
  public BarChart bar(String label, double value, String text) {
    bars.add(new Bar(label, value, text));
    return this;
  }

  /** The bars as lines of at most {@code columns} columns: label, value, bar. */
  public List<String> lines(int columns, Style style) {
    int labelWidth = 0;
    int textWidth = 0;
    double longest = 0;
    for (Bar bar : bars) {
      labelWidth = Math.max(labelWidth, DisplayWidth.of(bar.label));
      textWidth = Math.max(textWidth, DisplayWidth.of(bar.text));
      longest = Math.max(longest, bar.value);
    }
    int room = Math.max(10, columns - labelWidth - textWidth - 4);
    List<String> lines = new ArrayList<>(bars.size());
    for (Bar bar : bars) {
      double share = longest > 0 ? bar.value / longest : 0;
      String line =
          " ".repeat(labelWidth - DisplayWidth.of(bar.label))
              + bar.label
              + "  "
              + " ".repeat(textWidth - DisplayWidth.of(bar.text))
              + bar.text
              + "  "
              + style.cyan(blocks(share * room));
      lines.add(line.stripTrailing());
    }
    return lines;
  }

  private static String blocks(double columns) {
    int eighths = (int) Math.ceil(columns * 8);
    String whole = "█".repeat(eighths / 8);
    return eighths % 8 == 0 ? whole : whole + EIGHTHS.charAt(eighths % 8);
  }
}

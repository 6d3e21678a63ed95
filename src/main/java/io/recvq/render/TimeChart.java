package io.recvq.render;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Area charts of several series under one time axis, made of block characters: what a person looks
 * at before reading numbers. Each series has its own scale, from zero to its peak.
 */
public final class TimeChart {
  private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";

  private final int columns;
  private final int rows;
  private final DoubleFunction<String> timeLabel;
  private final List<Series> allSeries = new ArrayList<>();

  /**
   * What was seen at a moment.
   *
   * @param time in any unit that all series share
   * @param value holds until the next point
   */
  public record Point(double time, double value) {}

  /**
   * One measured quantity over time.
   *
   * @param points in ascending order of time
   * @param label writes a value with its unit
   */
  public record Series(String name, List<Point> points, DoubleFunction<String> label) {
    public Series {
      points = List.copyOf(points);
    }

    private Point last() {
      return points.get(points.size() - 1);
    }
  }

  /**
   * @param columns the width of everything, labels included
   * @param rows the height of each series
   * @param timeLabel writes a time with its unit
   */
  public TimeChart(int columns, int rows, DoubleFunction<String> timeLabel) {
    this.columns = columns;
    this.rows = rows;
    this.timeLabel = timeLabel;
  }

  /** Adds a series below those that are there. */
  public TimeChart add(Series series) {
    allSeries.add(series);
    return this;
  }

  /** The charts as lines, the time axis last; empty when no series has a value. */
  public List<String> lines(Style style) {
    double from = Double.POSITIVE_INFINITY;
    double to = Double.NEGATIVE_INFINITY;
    int labelWidth = 0;
    for (Series series : allSeries) {
      if (!series.points.isEmpty()) {
        from = Math.min(from, series.points.get(0).time());
        to = Math.max(to, series.last().time());
        labelWidth = Math.max(labelWidth, DisplayWidth.of(series.label.apply(peak(series))));
        labelWidth = Math.max(labelWidth, DisplayWidth.of(series.name));
      }
    }
    if (from > to) {
      return List.of();
    }
    int plotColumns = Math.max(10, columns - labelWidth - 2);
    List<String> lines = new ArrayList<>();
    for (Series series : allSeries) {
      if (!series.points.isEmpty()) {
        plot(series, from, to, labelWidth, plotColumns, style, lines);
      }
    }
    axis(from, to, labelWidth, plotColumns, lines);
    return lines;
  }

  private void plot(
      Series series,
      double from,
      double to,
      int labelWidth,
      int plotColumns,
      Style style,
      List<String> lines) {
    double peak = peak(series);
    double[] heights = resample(series, from, to, plotColumns);
    for (int row = rows - 1; row >= 0; row--) {
      String label =
          row == rows - 1 ? series.label.apply(peak) : row == rows - 2 ? series.name : "";
      StringBuilder line = new StringBuilder();
      line.append(" ".repeat(labelWidth - DisplayWidth.of(label)));
      line.append(row == rows - 2 ? style.bold(label) : label).append(" │");
      StringBuilder plot = new StringBuilder();
      for (double height : heights) {
        double filled = peak > 0 ? height / peak * rows - row : 0;
        int eighths = (int) Math.ceil(Math.max(0, Math.min(1, filled)) * 8);
        plot.append(EIGHTHS.charAt(eighths));
      }
      line.append(style.cyan(plot.toString().stripTrailing()));
      lines.add(line.toString().stripTrailing());
    }
  }

  /** The highest value within each column's time; where none was seen, the last one before. */
  private static double[] resample(Series series, double from, double to, int plotColumns) {
    double[] heights = new double[plotColumns];
    double step = (to - from) / plotColumns;
    int next = 0;
    double last = 0;
    for (int column = 0; column < plotColumns; column++) {
      double end = column == plotColumns - 1 ? to : from + (column + 1) * step;
      double highest = last;
      boolean seen = false;
      while (next < series.points.size() && series.points.get(next).time() <= end) {
        last = series.points.get(next++).value();
        highest = seen ? Math.max(highest, last) : last;
        seen = true;
      }
      heights[column] = highest;
    }
    return heights;
  }

  private static double peak(Series series) {
    double peak = 0;
    for (Point point : series.points) {
      peak = Math.max(peak, point.value());
    }
    return peak;
  }

  /** A time that has no room between its neighbours is left out; the first one always stands. */
  private void axis(double from, double to, int labelWidth, int plotColumns, List<String> lines) {
    StringBuilder rule = new StringBuilder(" ".repeat(labelWidth)).append(" └");
    StringBuilder labels = new StringBuilder(" ".repeat(labelWidth + 2));
    int ticks = plotColumns < 48 ? 2 : 4;
    int lastStart = plotColumns - DisplayWidth.of(timeLabel.apply(to));
    for (int tick = 0; tick <= ticks; tick++) {
      int at = tick * (plotColumns - 1) / ticks;
      String label = timeLabel.apply(from + (to - from) * tick / ticks);
      int start = Math.min(at, plotColumns - DisplayWidth.of(label));
      while (rule.length() < labelWidth + 2 + at) {
        rule.append('─');
      }
      rule.append('┬');
      int used = labels.length() - labelWidth - 2;
      boolean isClear = tick == ticks || start + DisplayWidth.of(label) < lastStart;
      if (tick == 0 || start > used && isClear) {
        labels.append(" ".repeat(start - used)).append(label);
      }
    }
    lines.add(rule.toString());
    lines.add(labels.toString());
  }
}

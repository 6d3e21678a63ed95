package io.recvq.traffic;

import io.recvq.net.Direction;
import io.recvq.net.LongHistogram;
import io.recvq.render.BarChart;
import io.recvq.render.Style;
import io.recvq.render.Table;
import io.recvq.render.Table.Column;
import io.recvq.render.TextOut;
import io.recvq.render.TimeChart;
import io.recvq.render.TimeChart.Point;
import io.recvq.render.TimeChart.Series;
import io.recvq.render.Times;
import io.recvq.wire.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.LongFunction;

/** The statistics of traffic for eyes: rates as charts, sizes and response times as tables. */
public final class StatsText extends PassingView {
  private static final int CHART_ROWS = 3;
  private static final double[] SHARES = {0.5, 0.9, 0.99, 0.999};
  private static final int[] SIZE_STEPS = {0, 64, 128, 256, 512, 1024, 1514, 9014, 65_536};

  private final TextOut out;
  private final Style style;
  private final int columns;
  private final TrafficStatistics statistics;
  private final long[] sizes;

  /** Charts are as wide as the columns. */
  public StatsText(TextOut out, Style style, int columns) {
    this(out, style, columns, new TrafficStatistics());
  }

  private StatsText(TextOut out, Style style, int columns, TrafficStatistics statistics) {
    super(statistics);
    this.out = out;
    this.style = style;
    this.columns = columns;
    this.statistics = statistics;
    this.sizes = new long[SIZE_STEPS.length];
  }

  @Override
  public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
    int step = SIZE_STEPS.length - 1;
    while (segment.packetBytes() < SIZE_STEPS[step]) {
      step--;
    }
    sizes[step]++;
    super.segment(stream, direction, segment, notes);
  }

  @Override
  public void finish(DecodeSummary summary) {
    Duration duration = Duration.ofNanos(statistics.durationNanos());
    out.println(
        "%s over %s: %s, %s"
            .formatted(
                count(summary.tcpPackets, "TCP packet"),
                Times.human(duration),
                count(summary.streams, "stream"),
                count(summary.frames, "frame")));
    if (summary.tcpPackets > 0) {
      charts();
      packetSizes();
      percentiles();
    }
  }

  private static String count(long number, String of) {
    return String.format(Locale.US, "%,d", number) + " " + of + (number == 1 ? "" : "s");
  }

  private void charts() {
    if (statistics.durationNanos() == 0) {
      return;
    }
    TimeChart chart = new TimeChart(columns, CHART_ROWS, seconds -> scaled(seconds, "s"));
    add(chart, "packets/s", statistics.packets, rate -> scaled(rate, ""));
    add(chart, "bytes/s", statistics.bytes, rate -> scaled(rate, "B"));
    add(chart, "frames/s", statistics.frames, rate -> scaled(rate, ""));
    List<String> lines = chart.lines(style);
    if (!lines.isEmpty()) {
      out.println();
      lines.forEach(out::println);
    }
  }

  /** Rates over about a column's time, so that the peak is that of what one sees. */
  private void add(TimeChart chart, String name, RateSeries series, DoubleFunction<String> label) {
    long durationNanos = statistics.durationNanos();
    long each = Math.max(1, durationNanos / (columns * series.widthNanos()));
    double seconds = each * (series.widthNanos() / 1e9);
    double[] rates = series.perSecond(each);
    List<Point> points = new ArrayList<>(rates.length + 2);
    for (int i = 0; i < rates.length; i++) {
      points.add(new Point(i * seconds, rates[i]));
    }
    double end = durationNanos / 1e9;
    if (rates.length > 0 && rates.length * seconds < end) {
      points.add(new Point(rates.length * seconds, 0));
      points.add(new Point(end, 0));
    }
    chart.add(new Series(name, points, label));
  }

  /** Three digits and a decimal prefix: {@code 12.3 k}, {@code 4.56 MB}, {@code 20 ms}. */
  private static String scaled(double value, String unit) {
    if (unit.equals("s")) {
      return value == 0 ? "0" : Times.human(Duration.ofNanos((long) (value * 1e9)));
    }
    String[] prefixes = {"", "k", "M", "G", "T"};
    double scaled = value;
    int prefix = 0;
    while (scaled >= 999.5 && prefix < prefixes.length - 1) {
      scaled /= 1000;
      prefix++;
    }
    String digits =
        prefix == 0 || scaled >= 99.95
            ? String.format(Locale.US, "%.0f", scaled)
            : String.format(Locale.US, scaled >= 9.995 ? "%.1f" : "%.2f", scaled);
    String suffix = prefixes[prefix] + unit;
    return suffix.isEmpty() ? digits : digits + " " + suffix;
  }

  private void packetSizes() {
    out.println();
    out.println(style.bold("PACKET SIZES"));
    BarChart bars = new BarChart();
    for (int i = 0; i < sizes.length; i++) {
      boolean last = i == sizes.length - 1;
      String label = last ? SIZE_STEPS[i] + " B on" : SIZE_STEPS[i] + "-" + (SIZE_STEPS[i + 1] - 1);
      if (sizes[i] > 0) {
        bars.bar(label, (double) sizes[i], String.format(Locale.US, "%,d", sizes[i]));
      }
    }
    bars.lines(columns, style).forEach(out::println);
  }

  private void percentiles() {
    List<Column> heads = new ArrayList<>();
    heads.add(Column.text(""));
    for (String head : List.of("COUNT", "MIN", "P50", "P90", "P99", "P99.9", "MAX")) {
      heads.add(Column.number(head));
    }
    Table table = new Table(heads);
    LongFunction<String> size = value -> String.format(Locale.US, "%,d B", value);
    LongFunction<String> time = nanos -> Times.human(Duration.ofNanos(nanos));
    row(table, "packet", statistics.packetBytes, size);
    row(table, "request", statistics.requestBytes, size);
    row(table, "response", statistics.responseBytes, size);
    row(table, "response time", statistics.responseNanos, time);
    out.println();
    table.lines(style).forEach(out::println);
  }

  private static void row(
      Table table, String name, LongHistogram values, LongFunction<String> format) {
    if (values.count() == 0) {
      return;
    }
    List<String> cells = new ArrayList<>();
    cells.add(name);
    cells.add(String.format(Locale.US, "%,d", values.count()));
    cells.add(format.apply(values.min()));
    for (double share : SHARES) {
      cells.add(format.apply(values.percentile(share)));
    }
    cells.add(format.apply(values.max()));
    table.row(cells);
  }
}

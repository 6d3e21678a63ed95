package io.recvq.cli;

import io.recvq.peer.Load;
import io.recvq.render.BarChart;
import io.recvq.render.JsonLines;
import io.recvq.render.Style;
import io.recvq.render.Times;
import io.recvq.view.TcpInfoText;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** The report of a load: a line or an object an interval, and the sum at the end. */
final class LoadText {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9};

  private final CommandContext context;
  private final boolean json;
  private final String what;
  private final Load.Plan plan;
  private final Histogram all = new Histogram(3_600_000_000_000L, 3);
  private final Map<String, Long> errors = new TreeMap<>();
  private Duration elapsed = Duration.ZERO;
  private long bytes;
  private Load.Unanswered unanswered = new Load.Unanswered(0, Duration.ZERO);

  LoadText(CommandContext context, boolean json, String what, Load.Plan plan) {
    this.context = context;
    this.json = json;
    this.what = what;
    this.plan = plan;
  }

  /** Adds what was seen since the last interval and shows it. */
  void interval(Load.Seen seen) {
    double seconds = seen.elapsed().minus(elapsed).toNanos() / 1e9;
    elapsed = seen.elapsed();
    bytes += seen.bytes();
    all.add(seen.latencies());
    seen.errors().forEach((error, count) -> errors.merge(error, count, Long::sum));
    if (json) {
      object("interval", seen.latencies(), seen.exchanges(), seen.bytes(), seconds, seen.errors());
      context.out().flush();
    } else if (context.terminal().errorIsTerminal()) {
      context.err().println(line(seen, seconds));
    }
  }

  static String line(Load.Seen seen, double seconds) {
    String latency =
        seen.latencies().getTotalCount() == 0
            ? "nothing answered"
            : "p50 "
                + human(seen.latencies().getValueAtPercentile(50))
                + "  p99 "
                + human(seen.latencies().getValueAtPercentile(99));
    return String.format(
        Locale.US,
        "%6.1f s  %,10.0f/s  %s  %d connected%s",
        seen.elapsed().toNanos() / 1e9,
        seen.exchanges() / seconds,
        latency,
        seen.connected(),
        seen.errors().isEmpty() ? "" : "  " + shown(seen.errors()));
  }

  /** What had no answer at the end. */
  void unanswered(Load.Unanswered left) {
    unanswered = left;
  }

  /** Shows the sum; false when there were errors or nothing was exchanged. */
  boolean finish(Style style) {
    double seconds = Math.max(1e-9, elapsed.toNanos() / 1e9);
    if (json) {
      object("load", all, all.getTotalCount(), bytes, seconds, errors);
    } else {
      text(style, seconds);
    }
    context.out().flush();
    return errors.isEmpty() && all.getTotalCount() > 0;
  }

  private void text(Style style, double seconds) {
    context
        .out()
        .println(
            String.format(
                Locale.US,
                "%s, %d %s, %.1f s%s",
                what,
                plan.connections(),
                plan.connections() == 1 ? "connection" : "connections",
                seconds,
                plan.ratePerSecond() > 0
                    ? String.format(Locale.US, ", %,.0f/s wanted", plan.ratePerSecond())
                    : ""));
    context
        .out()
        .println(
            String.format(
                Locale.US,
                "exchanges  %,d, %s a second, %s back",
                all.getTotalCount(),
                style.bold(String.format(Locale.US, "%,.0f", all.getTotalCount() / seconds)),
                TcpInfoText.rate(Math.round(bytes / seconds))));
    context.out().println(latencies());
    histogram(style);
    if (unanswered.oldest().toNanos() > all.getMaxValue()) {
      context
          .out()
          .println(
              String.format(
                  Locale.US,
                  "unanswered %,d at the end, the first of them for %s; in no latency above",
                  unanswered.count(),
                  human(unanswered.oldest().toNanos())));
    }
    context
        .out()
        .println(
            "errors     " + (errors.isEmpty() ? style.green("none") : style.red(shown(errors))));
  }

  private String latencies() {
    if (all.getTotalCount() == 0) {
      return "latency    unknown: nothing was answered";
    }
    StringBuilder latency = new StringBuilder("latency   ");
    for (double percentile : PERCENTILES) {
      latency
          .append(" p")
          .append(percentile == Math.rint(percentile) ? "" + (int) percentile : "" + percentile)
          .append(' ')
          .append(human(all.getValueAtPercentile(percentile)));
    }
    return latency + " max " + human(all.getMaxValue());
  }

  /** A bar for each doubling of the time. */
  private void histogram(Style style) {
    if (all.getTotalCount() == 0) {
      return;
    }
    BarChart chart = new BarChart();
    long from = Long.highestOneBit(Math.max(1, all.getMinValue()));
    for (long low = from; low <= all.getMaxValue() && low > 0; low *= 2) {
      long inside = all.getCountBetweenValues(low, 2 * low - 1);
      chart.bar(
          "to " + human(2 * low),
          (double) inside,
          String.format(Locale.US, "%.1f %%", 100.0 * inside / all.getTotalCount()));
    }
    chart.lines(Math.min(80, context.terminal().columns()), style).forEach(context.out()::println);
  }

  private void object(
      String type,
      Histogram latencies,
      long exchanges,
      long back,
      double seconds,
      Map<String, Long> errorsSeen) {
    JsonLines out = context.json().begin(type);
    out.put("time", Instant.now())
        .put("elapsedMs", elapsed.toNanos() / 1e6)
        .put("connections", plan.connections())
        .put("exchanges", exchanges)
        .put("perSecond", exchanges / seconds)
        .put("bytesPerSecond", back / seconds);
    for (double percentile : PERCENTILES) {
      String name =
          "p"
              + (percentile == Math.rint(percentile) ? "" + (int) percentile : "" + percentile)
              + "Ms";
      putMillis(out, name, exchanges, latencies.getValueAtPercentile(percentile));
    }
    putMillis(out, "maxMs", exchanges, latencies.getMaxValue());
    if (type.equals("load")) {
      out.put("unanswered", unanswered.count())
          .put("oldestUnansweredMs", unanswered.oldest().toNanos() / 1e6);
    }
    out.object("errors");
    errorsSeen.forEach(out::put);
    out.end().end();
  }

  /** The latency of no exchange at all is not 0, but unknown. */
  private static void putMillis(JsonLines out, String name, long exchanges, long nanos) {
    if (exchanges == 0) {
      out.putNull(name);
    } else {
      out.put(name, nanos / 1e6);
    }
  }

  private static String shown(Map<String, Long> errors) {
    return errors.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String human(long nanos) {
    return Times.human(Duration.ofNanos(nanos));
  }
}

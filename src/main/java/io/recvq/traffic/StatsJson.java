package io.recvq.traffic;

import io.recvq.net.LongHistogram;
import io.recvq.render.JsonLines;
import java.util.Optional;

/** The statistics of traffic as one object, before the summary. */
public final class StatsJson extends PassingView {
  private static final double NANOS_A_MILLI = 1e6;

  private final JsonLines json;
  private final Optional<String> file;
  private final TrafficStatistics statistics;
  private final DecodeJson summary;

  /**
   * Writes after the summary has been written.
   *
   * @param file as it was given, where there are several
   */
  public StatsJson(JsonLines json, Optional<String> file, DecodeJson summary) {
    this(json, file, summary, new TrafficStatistics());
  }

  private StatsJson(
      JsonLines json, Optional<String> file, DecodeJson summary, TrafficStatistics statistics) {
    super(statistics);
    this.json = json;
    this.file = file;
    this.summary = summary;
    this.statistics = statistics;
  }

  @Override
  public void finish(DecodeSummary counts) {
    json.begin("statistics");
    file.ifPresent(name -> json.put("file", name));
    json.put("durationMs", statistics.durationNanos() / NANOS_A_MILLI);
    distribution("packetBytes", statistics.packetBytes, 1);
    distribution("requestBytes", statistics.requestBytes, 1);
    distribution("responseBytes", statistics.responseBytes, 1);
    distribution("responseMs", statistics.responseNanos, NANOS_A_MILLI);
    rates("packetRate", statistics.packets);
    rates("byteRate", statistics.bytes);
    rates("frameRate", statistics.frames);
    json.end();
    summary.finish(counts);
  }

  private void distribution(String name, LongHistogram values, double unit) {
    json.object(name).put("count", values.count());
    if (values.count() > 0) {
      json.put("min", values.min() / unit)
          .put("mean", values.mean() / unit)
          .put("p50", values.percentile(0.5) / unit)
          .put("p90", values.percentile(0.9) / unit)
          .put("p99", values.percentile(0.99) / unit)
          .put("p999", values.percentile(0.999) / unit)
          .put("max", values.max() / unit);
    }
    json.end();
  }

  /** What happened in each interval, as amounts per second. */
  private void rates(String name, RateSeries series) {
    json.object(name).put("intervalMs", series.widthNanos() / NANOS_A_MILLI);
    json.array("intervals");
    double[] rates = series.perSecond();
    for (int i = 0; i < rates.length; i++) {
      if (rates[i] > 0) {
        json.element()
            .put("atMs", i * (series.widthNanos() / NANOS_A_MILLI))
            .put("perSecond", rates[i])
            .end();
      }
    }
    json.end().end();
  }
}

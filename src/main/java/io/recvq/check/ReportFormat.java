package io.recvq.check;

import io.recvq.render.Style;
import java.util.Locale;

/** The formats of reports. */
public enum ReportFormat {
  /** Lines for people. */
  TEXT,
  /** NDJSON: a {@code check} a line, then a {@code summary}. */
  JSON,
  /** XML as Surefire and Jenkins read it. */
  JUNIT,
  /** Test Anything Protocol, version 13. */
  TAP,
  /** OpenMetrics text, as node_exporter's textfile collector and Prometheus read it. */
  OPENMETRICS,
  /** Workflow commands that GitHub shows beside the lines of the check file. */
  GITHUB;

  /** What writes this format. */
  public Report report(Style style) {
    return switch (this) {
      case TEXT -> new TextReport(style);
      case JSON -> new JsonReport();
      case JUNIT -> new JunitReport();
      case TAP -> new TapReport();
      case OPENMETRICS -> new OpenMetricsReport();
      case GITHUB -> new GithubReport();
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

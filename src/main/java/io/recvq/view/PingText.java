package io.recvq.view;

import io.recvq.probe.IcmpNames;
import io.recvq.probe.PingListener;
import io.recvq.probe.PingMethod;
import io.recvq.probe.PingSettings;
import io.recvq.probe.PingStatistics;
import io.recvq.probe.ProbeTarget;
import io.recvq.render.Escape;
import io.recvq.render.Sparkline;
import io.recvq.render.Style;
import io.recvq.sys.IcmpError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of {@code ping}, in the manner of the programs of that name. */
public final class PingText {
  private static final int SPARKLINE_COLUMNS = 60;

  private final PingSettings settings;
  private final Style style;

  /** Lines are coloured by the style. */
  public PingText(PingSettings settings, Style style) {
    this.settings = settings;
    this.style = style;
  }

  /** The first line: the target, its address and how it is asked. */
  public String started(ProbeTarget target, PingMethod method) {
    String what =
        method == PingMethod.TCP_CONNECT ? "port " + port() : settings.sizeBytes() + " data bytes";
    return "PING %s (%s): %s, %s"
        .formatted(Escape.text(target.host()), target.address(), what, method);
  }

  private int port() {
    return settings.tcpPort().orElse(settings.fallbackPort());
  }

  /** A reply as a line. */
  public String reply(PingListener.Reply reply) {
    String time = time(reply.roundTripNanos());
    String remark = (reply.duplicate() ? " (DUP!)" : "") + (reply.late() ? " (out of order)" : "");
    if (reply.bytes() == 0) {
      return "%s port %d: tcp_seq=%d %s time=%s ms%s"
          .formatted(
              reply.target().address(),
              port(),
              reply.sequence(),
              reply.refused() ? "refused" : "open",
              time,
              remark);
    }
    return "%d bytes from %s: icmp_seq=%d%s time=%s ms%s"
        .formatted(
            reply.bytes(),
            reply.target().address(),
            reply.sequence(),
            reply.ttl().isPresent() ? " ttl=" + reply.ttl().getAsInt() : "",
            time,
            style.yellow(remark));
  }

  private static String time(long nanos) {
    return String.format(Locale.US, "%.3f", nanos / 1e6);
  }

  /** What a router or the system answered instead, as a line. */
  public String failed(ProbeTarget target, int sequence, IcmpError error) {
    return style.red(
        "no reply from %s to seq=%d: %s"
            .formatted(target.address(), sequence, IcmpNames.describe(error)));
  }

  /** That nothing came in time, as a line. */
  public String silent(ProbeTarget target, int sequence) {
    return style.red("no reply from " + target.address() + " to seq=" + sequence);
  }

  /** The statistics of one host. */
  public List<String> summary(ProbeTarget target, PingStatistics statistics) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("--- " + Escape.text(target.host()) + " ping statistics ---");
    int errors = statistics.errors();
    String extras =
        (statistics.duplicates() > 0 ? ", +" + statistics.duplicates() + " duplicates" : "")
            + (statistics.late() > 0 ? ", " + statistics.late() + " out of order" : "")
            + (errors == 0 ? "" : errors == 1 ? ", 1 error" : ", " + errors + " errors");
    lines.add(
        String.format(
            Locale.US,
            "%d packets transmitted, %d packets received, %.1f%% packet loss%s",
            statistics.sent(),
            statistics.received(),
            statistics.lossPercent(),
            extras));
    if (statistics.received() > 0) {
      lines.add(
          String.format(
              Locale.US,
              "round-trip min/avg/max/stddev = %.3f/%.3f/%.3f/%.3f ms",
              statistics.minMillis(),
              statistics.avgMillis(),
              statistics.maxMillis(),
              statistics.stddevMillis()));
    }
    if (statistics.received() > 1) {
      lines.add(style.cyan(Sparkline.of(statistics.roundTripsMillis(), SPARKLINE_COLUMNS)));
    }
    return lines;
  }
}

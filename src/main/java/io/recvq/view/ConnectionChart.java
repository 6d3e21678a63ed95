package io.recvq.view;

import io.recvq.render.Style;
import io.recvq.render.TimeChart;
import io.recvq.render.TimeChart.Point;
import io.recvq.render.TimeChart.Series;
import io.recvq.render.Times;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.TcpField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** A connection over time as area charts: queues, window, round trip, retransmissions. */
public final class ConnectionChart {
  private static final int ROWS = 3;

  private ConnectionChart() {}

  /** What a curve shows at a moment; empty when it is not known. */
  private interface Value {
    OptionalLong of(ConnectionSample sample);
  }

  /**
   * One curve.
   *
   * @param field its name in JSON
   * @param label writes a value with its unit
   */
  private record Curve(String name, String field, Value value, DoubleFunction<String> label) {}

  /** The curves, in the order in which they are drawn; those that stay at zero are left out. */
  private static final List<Curve> CURVES =
      List.of(
          new Curve("Send-Q near", "nearSendQ", near(SocketRow::sendQ), ConnectionChart::bytes),
          new Curve("Recv-Q far", "farRecvQ", far(SocketRow::recvQ), ConnectionChart::bytes),
          new Curve("Send-Q far", "farSendQ", far(SocketRow::sendQ), ConnectionChart::bytes),
          new Curve("Recv-Q near", "nearRecvQ", near(SocketRow::recvQ), ConnectionChart::bytes),
          new Curve(
              "peer's window", "sendWindowBytes", tcp(TcpField.SND_WND), ConnectionChart::bytes),
          new Curve("round trip", "rttUs", tcp(TcpField.RTT), ConnectionChart::micros),
          new Curve(
              "retransmissions",
              "retransmissions",
              tcp(TcpField.TOTAL_RETRANS),
              v -> "" + (long) v));

  /** A listener's Recv-Q counts connections, and its Send-Q is a bound and no queue. */
  private static final Curve WAITING =
      new Curve("waiting", "acceptQueue", near(SocketRow::recvQ), v -> "" + Math.round(v));

  private static final Curve BACKLOG =
      new Curve("backlog", "backlog", near(SocketRow::sendQ), v -> "" + Math.round(v));

  /** What is known of a moment, under its names in JSON: of a connection, or of a listener. */
  public static Map<String, Long> fields(ConnectionSample sample) {
    Map<String, Long> fields = new LinkedHashMap<>();
    for (Curve curve : isListener(List.of(sample)) ? List.of(WAITING, BACKLOG) : CURVES) {
      curve.value().of(sample).ifPresent(value -> fields.put(curve.field(), value));
    }
    return fields;
  }

  /** The curves that have something to show; no lines where there is nothing. */
  public static List<String> lines(List<ConnectionSample> samples, int columns, Style style) {
    TimeChart chart = new TimeChart(columns - 2, ROWS, seconds -> Times.human(nanos(seconds)));
    for (Curve curve : isListener(samples) ? List.of(WAITING) : CURVES) {
      List<Point> points = new ArrayList<>();
      boolean any = false;
      for (ConnectionSample sample : samples) {
        OptionalLong value = curve.value().of(sample);
        if (value.isPresent()) {
          double seconds = (sample.atNanos() - samples.get(0).atNanos()) / 1e9;
          points.add(new Point(seconds, value.getAsLong()));
          any |= value.getAsLong() > 0;
        }
      }
      if (any) {
        chart.add(new Series(curve.name(), points, curve.label()));
      }
    }
    return chart.lines(style);
  }

  private static boolean isListener(List<ConnectionSample> samples) {
    return samples.stream()
        .anyMatch(s -> s.near().filter(row -> row.state() == SocketState.LISTEN).isPresent());
  }

  private static Duration nanos(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static Value near(Function<InetRow, Long> number) {
    return sample -> known(sample.near(), number);
  }

  private static Value far(Function<InetRow, Long> number) {
    return sample -> known(sample.far(), number);
  }

  private static OptionalLong known(Optional<InetRow> row, Function<InetRow, Long> number) {
    long value = row.map(number).orElse(SocketRow.UNKNOWN);
    return value == SocketRow.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** TCP's number at the near end. */
  private static Value tcp(TcpField field) {
    return sample ->
        sample.near().flatMap(InetRow::tcp).map(tcp -> tcp.get(field)).orElse(OptionalLong.empty());
  }

  private static String bytes(double value) {
    return Math.round(value) + " B";
  }

  private static String micros(double value) {
    return Times.human(Duration.ofNanos(Math.round(value * 1000)));
  }
}

package io.recvq.view;

import io.recvq.render.Numbers;
import io.recvq.render.Style;
import io.recvq.render.Table;
import io.recvq.render.TimeChart;
import io.recvq.render.Times;
import io.recvq.scenario.Backpressure.Conservation;
import io.recvq.scenario.BackpressureResult;
import io.recvq.scenario.BackpressureResult.Plateau;
import io.recvq.scenario.BackpressureResult.Refusal;
import io.recvq.scenario.TimeLine;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.TcpField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What {@code reproduce backpressure} shows a person. */
public final class BackpressureText {
  private static final int CHART_ROWS = 3;
  private static final int MAX_CHART_COLUMNS = 100;

  private final Style style;
  private final int columns;

  /** Charts are as wide as the columns, up to a hundred. */
  public BackpressureText(Style style, int columns) {
    this.style = style;
    this.columns = Math.min(columns, MAX_CHART_COLUMNS);
  }

  /** The first line. */
  public String title() {
    return style.bold("backpressure")
        + ": a receiver stops reading until the sender's write is refused";
  }

  /** A call of one end as a line. */
  public String call(TimeLine.Call call) {
    String time = Times.human(Duration.ofNanos(call.atNanos()));
    String end = String.format(Locale.US, "%-8s  %-7s  ", call.end(), call.call());
    return " ".repeat(Math.max(0, 9 - time.length())) + time + "  " + end + call.result();
  }

  /** Everything that is shown once the scenario has ended; the last lines are the verdict. */
  public List<String> result(BackpressureResult result, WireText wire) {
    List<String> lines = new ArrayList<>();
    result.refusal().ifPresent(refusal -> atRefusal(refusal, lines));
    lines.add("");
    lines.addAll(wire.lines());
    queues(result, lines);
    result.plateau().ifPresent(plateau -> accounts(result, plateau, lines));
    lines.add("");
    verdict(result, wire, lines);
    return lines;
  }

  private void atRefusal(Refusal refusal, List<String> lines) {
    lines.add("");
    lines.add(
        "The connection when write was refused, after "
            + Numbers.grouped(refusal.acceptedBytes())
            + " bytes in "
            + Times.human(refusal.elapsed()));
    Table table =
        new Table(
            List.of(
                Table.Column.text("Proto"),
                Table.Column.number("Recv-Q"),
                Table.Column.number("Send-Q"),
                Table.Column.text("Local Address"),
                Table.Column.text("Foreign Address"),
                Table.Column.text("State"),
                Table.Column.text("")));
    addRow(table, refusal.sample().far(), "receiver");
    addRow(table, refusal.sample().near(), "sender");
    lines.addAll(table.lines(style));
  }

  private static void addRow(Table table, Optional<InetRow> row, String end) {
    row.ifPresent(
        r ->
            table.row(
                List.of(
                    r.protoName(),
                    Long.toString(r.recvQ()),
                    Long.toString(r.sendQ()),
                    r.localText(),
                    r.remoteText(),
                    r.stateName(),
                    end)));
  }

  private void queues(BackpressureResult result, List<String> lines) {
    long resumed = result.resumedAtNanos().orElse(Long.MAX_VALUE);
    List<TimeLine.Sample> all = result.timeLine().samples();
    chart(
        "The queues of both ends while the receiver did not read (bytes)",
        all.stream().filter(sample -> sample.atNanos() <= resumed).toList(),
        0,
        lines);
    chart(
        "and while it read again",
        all.stream().filter(sample -> sample.atNanos() > resumed).toList(),
        resumed,
        lines);
    result
        .samplingEnded()
        .ifPresent(reason -> lines.add("The queues could not be read to the end: " + reason));
  }

  private void chart(
      String title, List<TimeLine.Sample> samples, long fromNanos, List<String> lines) {
    TimeChart chart =
        new TimeChart(
            columns, CHART_ROWS, t -> Times.human(Duration.ofNanos((long) t - fromNanos)));
    chart.add(series("Send-Q", samples, sample -> queue(sample.near(), true)));
    chart.add(series("Recv-Q", samples, sample -> queue(sample.far(), false)));
    List<String> chartLines = chart.lines(style);
    if (!chartLines.isEmpty()) {
      lines.add("");
      lines.add(title);
      lines.addAll(chartLines);
    }
  }

  private static TimeChart.Series series(
      String name, List<TimeLine.Sample> samples, ToDoubleFunction<ConnectionSample> value) {
    return new TimeChart.Series(
        name,
        samples.stream()
            .map(s -> new TimeChart.Point(s.atNanos(), value.applyAsDouble(s.connection())))
            .toList(),
        v -> Numbers.grouped((long) v));
  }

  private static double queue(Optional<InetRow> row, boolean send) {
    return row.map(r -> (double) (send ? r.sendQ() : r.recvQ())).orElse(0.0);
  }

  private void accounts(BackpressureResult result, Plateau plateau, List<String> lines) {
    lines.add("");
    lines.add("When the send buffer had stopped growing");
    plateau
        .conservation()
        .ifPresentOrElse(
            c -> lines.add("  " + conservation(c)),
            () -> lines.add("  the kernel did not show both ends: bytes not accounted for"));
    plateau
        .sample()
        .near()
        .ifPresent(
            sender ->
                lines.add(
                    "  sender: timer "
                        + sender.timer().kind().word()
                        + sender
                            .tcp()
                            .map(
                                tcp ->
                                    ", waited for window "
                                        + micros(tcp.rwndLimitedMicros())
                                        + " of "
                                        + micros(tcp.busyMicros())
                                        + " busy, peer's window "
                                        + Numbers.grouped(tcp.orZero(TcpField.SND_WND))
                                        + " bytes")
                            .orElse("")));
    buffers(plateau.sample()).ifPresent(line -> lines.add("  " + line));
    result
        .drain()
        .ifPresent(
            drain ->
                lines.add(
                    "  once the receiver read again, "
                        + Numbers.grouped(drain.readBytes())
                        + " bytes arrived in "
                        + Times.human(drain.elapsed())));
  }

  private static Optional<String> buffers(ConnectionSample sample) {
    return sample
        .near()
        .flatMap(InetRow::memory)
        .flatMap(
            send ->
                sample
                    .far()
                    .flatMap(InetRow::memory)
                    .map(
                        receive ->
                            "buffers granted: SO_SNDBUF "
                                + Numbers.grouped(send.sendLimit())
                                + ", SO_RCVBUF "
                                + Numbers.grouped(receive.receiveLimit())));
  }

  private String conservation(Conservation c) {
    String sum =
        "write() accepted "
            + Numbers.grouped(c.acceptedBytes())
            + " = "
            + Numbers.grouped(c.notSentBytes())
            + " not sent + "
            + Numbers.grouped(c.recvQBytes())
            + " in Recv-Q: ";
    return c.holds()
        ? sum + style.green("every byte accounted for")
        : sum + style.red("bytes are missing");
  }

  private void verdict(BackpressureResult result, WireText wire, List<String> lines) {
    if (!result.reproduced()) {
      lines.add("verdict: " + style.red("not reproduced") + ": " + why(result));
      return;
    }
    result
        .verdict()
        .ifPresent(
            verdict -> {
              lines.add("verdict: " + style.red(verdict.summary()));
              verdict.evidence().forEach(e -> lines.add("  - " + e));
              wire.evidence().ifPresent(e -> lines.add("  - " + e));
            });
  }

  /** Why the failure is not proved. */
  public static String why(BackpressureResult result) {
    if (result.refusal().isEmpty()) {
      return "no write was refused within " + Numbers.grouped(result.acceptedBytes()) + " bytes";
    }
    Optional<Conservation> conservation = result.plateau().flatMap(Plateau::conservation);
    if (conservation.isEmpty()) {
      return "the kernel did not show both ends";
    }
    if (!conservation.get().holds()) {
      return "the bytes accepted, not sent and unread do not add up";
    }
    if (result.verdict().isEmpty()) {
      return "the kernel's numbers do not name the receiver";
    }
    return "not every accepted byte arrived once the receiver read again";
  }

  private static String micros(long micros) {
    return Times.human(Duration.ofNanos(micros * 1000));
  }
}

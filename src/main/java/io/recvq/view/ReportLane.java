package io.recvq.view;

import io.recvq.report.Curve;
import io.recvq.report.Curve.Hue;
import io.recvq.report.Lane;
import io.recvq.report.Moment;
import io.recvq.report.Unit;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketMemory;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * What the kernel held for one connection as curves of a report, and what changed as rows of it.
 * The near end is the one whose sending is drawn first.
 */
public final class ReportLane {
  /** Rates are told over at least this share of the whole, so that they are no noise. */
  private static final int RATE_SHARE = 300;

  private static final long LEAST_RATE_NANOS = 2_000_000;

  private static final List<Curve> CURVES =
      List.of(
          bytes("Sender's queue", "Send-Q", Hue.SENDER),
          bytes("Sender's queue", "not sent", Hue.BETWEEN),
          bytes("Sender's queue", "send buffer", Hue.LIMIT),
          bytes("Receiver's queue", "Recv-Q", Hue.RECEIVER),
          bytes("Receiver's queue", "receive buffer", Hue.LIMIT),
          bytes("The other direction", "Send-Q far", Hue.RECEIVER),
          bytes("The other direction", "Recv-Q near", Hue.SENDER),
          bytes("Receiver's window", "as told to the sender", Hue.RECEIVER),
          bytes("Congestion window", "of the sender", Hue.BETWEEN),
          rate("written", Hue.SENDER),
          rate("delivered", Hue.BETWEEN),
          rate("read", Hue.RECEIVER),
          new Curve("Round trip", "smoothed", Unit.MICROSECONDS, Hue.BETWEEN),
          new Curve("Retransmissions", "segments sent again", Unit.COUNT, Hue.SENDER));

  /** Of a listener the kernel shows the connections that wait, and room for how many. */
  private static final List<Curve> LISTENER_CURVES =
      List.of(
          new Curve("Accept queue", "waiting", Unit.COUNT, Hue.RECEIVER),
          new Curve("Accept queue", "backlog", Unit.COUNT, Hue.LIMIT));

  /** A reading on the axis of the report. */
  public record Reading(long atNanos, ConnectionSample sample) {}

  private ReportLane() {}

  private static Curve bytes(String chart, String name, Hue hue) {
    return new Curve(chart, name, Unit.BYTES, hue);
  }

  private static Curve rate(String name, Hue hue) {
    return new Curve("Throughput", name, Unit.BYTES_PER_SECOND, hue);
  }

  /** The curves of a connection. */
  public static Lane connection(String name, String near, String far, List<Reading> readings) {
    Lane.Builder lane = new Lane.Builder(name, near, far, CURVES);
    double[] written = rates(readings, ReportLane::written);
    double[] delivered = rates(readings, s -> tcp(s.near(), TcpField.BYTES_ACKED));
    double[] read = rates(readings, ReportLane::read);
    for (int i = 0; i < readings.size(); i++) {
      ConnectionSample sample = readings.get(i).sample();
      lane.add(
          readings.get(i).atNanos(),
          queue(sample.near(), SocketRow::sendQ),
          value(tcp(sample.near(), TcpField.NOTSENT)),
          limit(sample.near(), SocketMemory::sendLimit),
          queue(sample.far(), SocketRow::recvQ),
          limit(sample.far(), SocketMemory::receiveLimit),
          queue(sample.far(), SocketRow::sendQ),
          queue(sample.near(), SocketRow::recvQ),
          value(tcp(sample.near(), TcpField.SND_WND)),
          congestionWindow(sample.near()),
          written[i],
          delivered[i],
          read[i],
          value(tcp(sample.near(), TcpField.RTT)),
          value(tcp(sample.near(), TcpField.TOTAL_RETRANS)));
    }
    return lane.build();
  }

  /** The curves of a listener, whose rows are the near ones. */
  public static Lane listener(String name, String address, List<Reading> readings) {
    Lane.Builder lane = new Lane.Builder(name, address, "", LISTENER_CURVES);
    for (Reading reading : readings) {
      lane.add(
          reading.atNanos(),
          queue(reading.sample().near(), SocketRow::recvQ),
          queue(reading.sample().near(), SocketRow::sendQ));
    }
    return lane.build();
  }

  private static double queue(Optional<InetRow> row, ToLongFunction<InetRow> queue) {
    long value = row.map(queue::applyAsLong).orElse(SocketRow.UNKNOWN);
    return value == SocketRow.UNKNOWN ? Lane.UNKNOWN : value;
  }

  private static double limit(Optional<InetRow> row, ToLongFunction<SocketMemory> limit) {
    Optional<SocketMemory> memory = row.flatMap(InetRow::memory);
    return memory.isPresent() ? limit.applyAsLong(memory.get()) : Lane.UNKNOWN;
  }

  private static OptionalLong tcp(Optional<InetRow> row, TcpField field) {
    return row.flatMap(InetRow::tcp).map(tcp -> tcp.get(field)).orElse(OptionalLong.empty());
  }

  private static double value(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : Lane.UNKNOWN;
  }

  private static double congestionWindow(Optional<InetRow> row) {
    OptionalLong segments = tcp(row, TcpField.SND_CWND);
    OptionalLong size = tcp(row, TcpField.SND_MSS);
    return segments.isPresent() && size.isPresent()
        ? segments.getAsLong() * (double) size.getAsLong()
        : Lane.UNKNOWN;
  }

  /** What write() has accepted so far: acknowledged, or still in the queue. */
  private static OptionalLong written(ConnectionSample sample) {
    OptionalLong acked = tcp(sample.near(), TcpField.BYTES_ACKED);
    return acked.isPresent() && sample.near().isPresent()
        ? OptionalLong.of(acked.getAsLong() + sample.near().get().sendQ())
        : OptionalLong.empty();
  }

  /** What read() has taken so far: received, and not in the queue any more. */
  private static OptionalLong read(ConnectionSample sample) {
    OptionalLong received = tcp(sample.far(), TcpField.BYTES_RECEIVED);
    return received.isPresent() && sample.far().isPresent()
        ? OptionalLong.of(received.getAsLong() - sample.far().get().recvQ())
        : OptionalLong.empty();
  }

  /** A counter of bytes. */
  private interface Total {
    OptionalLong of(ConnectionSample sample);
  }

  /** Bytes a second up to each reading, over a stretch that is long enough to mean something. */
  private static double[] rates(List<Reading> readings, Total total) {
    double[] rates = new double[readings.size()];
    if (readings.isEmpty()) {
      return rates;
    }
    long span = readings.get(readings.size() - 1).atNanos() - readings.get(0).atNanos();
    long stretch = Math.max(LEAST_RATE_NANOS, span / RATE_SHARE);
    int from = 0;
    for (int i = 0; i < rates.length; i++) {
      while (from + 1 < i
          && readings.get(i).atNanos() - readings.get(from + 1).atNanos() >= stretch) {
        from++;
      }
      OptionalLong before = total.of(readings.get(from).sample());
      OptionalLong now = total.of(readings.get(i).sample());
      long nanos = readings.get(i).atNanos() - readings.get(from).atNanos();
      rates[i] =
          before.isPresent() && now.isPresent() && nanos > 0
              ? Math.max(0, now.getAsLong() - before.getAsLong()) * 1e9 / nanos
              : Lane.UNKNOWN;
    }
    return rates;
  }

  /**
   * What changed from reading to reading, as rows.
   *
   * @param nearEnd what the near end is called
   */
  public static List<Moment> changes(
      int lane, String nearEnd, String farEnd, List<Reading> readings) {
    List<Moment> rows = new ArrayList<>();
    EndChanges near = new EndChanges(lane, nearEnd);
    EndChanges far = new EndChanges(lane, farEnd);
    for (Reading reading : readings) {
      near.next(reading.atNanos(), reading.sample().near(), rows);
      far.next(reading.atNanos(), reading.sample().far(), rows);
    }
    return rows;
  }
}

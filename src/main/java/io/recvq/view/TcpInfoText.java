package io.recvq.view;

import io.recvq.render.Times;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.TcpField;
import io.recvq.sockets.TcpInfo;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** TCP's own numbers of a connection in two lines for eyes. */
public final class TcpInfoText {
  private TcpInfoText() {}

  static List<String> lines(InetRow row, TcpInfo tcp) {
    return List.of(String.join(", ", path(row, tcp)), String.join(", ", work(row, tcp)));
  }

  /** What TCP knows of the way to the peer. */
  static List<String> path(InetRow row, TcpInfo tcp) {
    List<String> path = new ArrayList<>();
    row.congestion().ifPresent(path::add);
    path.add("rtt " + micros(tcp, TcpField.RTT) + "/" + micros(tcp, TcpField.RTTVAR));
    path.add("min " + micros(tcp, TcpField.MIN_RTT));
    path.add("cwnd " + tcp.congestionWindow());
    path.add("mss " + tcp.orZero(TcpField.SND_MSS));
    tcp.sendWindowBytes().ifPresent(window -> path.add("peer's window " + window));
    path.add("retrans " + tcp.orZero(TcpField.RETRANS) + "/" + tcp.totalRetransmissions());
    if (tcp.orZero(TcpField.DELIVERY_RATE) > 0) {
      String limited = tcp.deliveryRateAppLimited() ? " (app limited)" : "";
      path.add("delivery " + rate(tcp.orZero(TcpField.DELIVERY_RATE)) + limited);
    }
    if (tcp.orZero(TcpField.PACING_RATE) > 0) {
      path.add("pacing " + rate(tcp.orZero(TcpField.PACING_RATE)));
    }
    return path;
  }

  /** What was sent and received, and what held it up. */
  static List<String> work(InetRow row, TcpInfo tcp) {
    List<String> work = new ArrayList<>();
    work.add(
        "sent "
            + amount(tcp, TcpField.BYTES_SENT)
            + " in "
            + tcp.orZero(TcpField.SEGS_OUT)
            + " segments");
    work.add(
        "received " + amount(tcp, TcpField.BYTES_RECEIVED) + " in " + tcp.orZero(TcpField.SEGS_IN));
    work.add("not sent " + tcp.notSentBytes());
    if (tcp.busyMicros() > 0) {
      work.add("busy " + time(tcp.busyMicros()));
    }
    limited(work, "rwnd_limited", tcp.rwndLimitedMicros(), tcp.busyMicros());
    limited(work, "sndbuf_limited", tcp.sndbufLimitedMicros(), tcp.busyMicros());
    if (row.timer().kind() != SocketTimer.Kind.OFF) {
      work.add(timer(row.timer()));
    }
    return work;
  }

  static String timer(SocketTimer timer) {
    return "timer "
        + timer.kind().word()
        + " in "
        + Times.human(Duration.ofMillis(timer.remainingMillis()))
        + (timer.retries() > 0 ? ", retry " + timer.retries() : "");
  }

  private static void limited(List<String> work, String name, long micros, long busy) {
    if (micros > 0) {
      long percent = busy == 0 ? 0 : Math.min(100, micros * 100 / busy);
      work.add(name + " " + time(micros) + " (" + percent + " %)");
    }
  }

  private static String micros(TcpInfo tcp, TcpField field) {
    long value = tcp.orZero(field);
    // The kernel's word for "not measured yet" is the largest number.
    return value == 0xffffffffL ? "-" : time(value);
  }

  private static String time(long micros) {
    return Times.human(Duration.of(micros, ChronoUnit.MICROS));
  }

  private static String amount(TcpInfo tcp, TcpField field) {
    return tcp.orZero(field) + " B";
  }

  /** Bytes a second, as {@code 3.5 GB/s}. */
  public static String rate(long bytesPerSecond) {
    double value = bytesPerSecond;
    String[] units = {"B/s", "kB/s", "MB/s", "GB/s"};
    int unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0
        ? bytesPerSecond + " B/s"
        : String.format(Locale.US, "%.1f %s", value, units[unit]);
  }
}

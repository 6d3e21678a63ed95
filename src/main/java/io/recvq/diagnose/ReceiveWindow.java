package io.recvq.diagnose;

import io.recvq.diagnose.Verdict.Measure;
import io.recvq.sockets.SocketMemory;
import io.recvq.sockets.TcpField;
import java.util.Arrays;
import java.util.List;

/**
 * A window that is small because the buffer behind it is: its process reads at once, and yet no
 * more than the window can pass in a round trip (RFC 7323 section 1.1).
 */
final class ReceiveWindow {
  /** A byte that is read within this time did not wait for a slow process. */
  private static final double AT_ONCE_MICROS = 2_000;

  /** Who receives so much of the window in a round trip has it filled, give or take the clocks. */
  private static final double FILLED = 0.7;

  private ReceiveWindow() {}

  /** A window that is at least half as large as its largest in this share of the readings. */
  private static final double STEADY_SHARE = 0.8;

  /** Whether the sender saw much the same window in most readings: no reader lets it shrink. */
  static boolean isSteady(OneWay way) {
    long[] windows = way.sendWindows();
    long largest = largest(windows);
    long wide = Arrays.stream(windows).filter(window -> window * 2 >= largest).count();
    return windows.length >= 2 && largest > 0 && wide >= STEADY_SHARE * windows.length;
  }

  private static long largest(long[] windows) {
    return Arrays.stream(windows).max().orElse(0);
  }

  /** Whether what arrives is read at once. */
  static boolean isReadAtOnce(OneWay way) {
    return way.receiverIsKnown() && way.microsUnread() <= AT_ONCE_MICROS;
  }

  /** Whether a sender elsewhere fills the window in each round trip, as the receiver tells it. */
  static boolean isFilledEachRoundTrip(OneWay way) {
    if (way.sender().isPresent() || !isReadAtOnce(way) || way.nanos() == 0) {
      return false;
    }
    double aRoundTrip = (double) way.movedBytes() * roundTripMicros(way) / (way.nanos() / 1e3);
    return way.receiveWindow() > 0 && aRoundTrip >= FILLED * way.receiveWindow();
  }

  private static long roundTripMicros(OneWay way) {
    return way.sender().isPresent()
        ? way.now(TcpField.RTT)
        : way.receiver().map(row -> OneWay.value(row, TcpField.RCV_RTT)).orElse(0L);
  }

  /** Adds what speaks for the causes that are about the window; nothing for others. */
  static void explain(OneWay way, String cause, List<String> evidence, List<Measure> numbers) {
    boolean buffer = cause.equals("receive-buffer");
    if (!buffer && !cause.equals("window")) {
      return;
    }
    long window = way.sender().isPresent() ? largest(way.sendWindows()) : way.receiveWindow();
    evidence.add(
        "its window was never above "
            + Words.bytes(window)
            + ", and no more passes in a round trip of "
            + Words.micros(roundTripMicros(way)));
    if (!buffer) {
      evidence.add(
          "from here it cannot be told whether its process reads too slowly or its buffer"
              + " (SO_RCVBUF) is too small");
      return;
    }
    evidence.add("what arrives is read at once, within " + Words.micros(micros(way)));
    long limit =
        way.receiver().flatMap(row -> row.memory()).map(SocketMemory::receiveLimit).orElse(0L);
    if (limit > 0) {
      evidence.add(
          "its receive buffer is "
              + Words.bytes(limit)
              + " (SO_RCVBUF as the kernel has it); without setting it, the kernel sizes it, up to"
              + " net.ipv4.tcp_rmem");
      numbers.add(new Measure("receiveBufferBytes", limit));
    }
  }

  private static long micros(OneWay way) {
    return Math.max(1, (long) Math.ceil(way.microsUnread()));
  }

  static String next(OneWay way) {
    return way.receiver()
        .map(row -> "recvq sockets --memory --info sport " + row.local().port())
        .orElse("");
  }
}

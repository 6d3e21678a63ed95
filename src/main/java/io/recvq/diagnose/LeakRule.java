package io.recvq.diagnose;

import io.recvq.diagnose.Verdict.Measure;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.TcpField;
import java.util.List;
import java.util.Optional;

/**
 * A process that does not close: the peer has ended the connection (RFC 9293 section 3.6), it stays
 * in CLOSE_WAIT, and its descriptor is lost until the process ends.
 */
public final class LeakRule {
  private LeakRule() {}

  /** The verdict when the receiving end of this direction was left open and is not used. */
  static Optional<Verdict> judge(OneWay way, Surroundings around) {
    return way.receiver()
        .filter(row -> way.shareOfReceiver(LeakRule::isLeftOpen) == 1)
        .filter(row -> way.receiverGrowth(TcpField.BYTES_SENT) == 0)
        .map(row -> verdict(way, row, around.closeWaitsOf(row)));
  }

  /** A half-closed connection that still sends is no leak. */
  private static boolean isLeftOpen(InetRow row) {
    return row.state() == SocketState.CLOSE_WAIT && row.sendQ() == 0;
  }

  private static Verdict verdict(OneWay way, InetRow row, int count) {
    return new Verdict(
        LimitedBy.RECEIVER,
        Optional.of("leak"),
        "leak: " + Words.who(row) + " does not close what its peer has closed",
        List.of(
            "it is in CLOSE_WAIT and sent nothing in " + Words.micros(way.micros()),
            "this process holds "
                + Words.count(count, "connection", "connections")
                + " in CLOSE_WAIT"),
        List.of(
            new Measure("closeWaits", count),
            new Measure("lastDataReceivedMs", OneWay.value(row, TcpField.LAST_DATA_RECV)),
            new Measure("watchedMs", way.nanos() / 1_000_000)),
        "recvq sockets state close-wait --group process");
  }
}

package io.recvq.diagnose;

import io.recvq.diagnose.Verdict.Measure;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sending process writes less than the connection could carry: all it wrote was sent and
 * acknowledged long before it wrote again.
 */
public final class SenderRule {
  /** In flight at most this much: a write or two of a process that has nothing more to send. */
  private static final long LITTLE_BYTES = 16 << 10;

  /** A sender with data outstanding in less of the time could send more. */
  private static final double SELDOM = 0.5;

  /** What is so in this share of the readings is the rule. */
  private static final double MOSTLY = 0.8;

  private SenderRule() {}

  /** A late acknowledgement keeps even a small write outstanding for long, but leaves room. */
  private static boolean isLightlyUsed(InetRow row) {
    return row.sendQ() <= LITTLE_BYTES
        && OneWay.value(row, TcpField.UNACKED) * 2 <= OneWay.value(row, TcpField.SND_CWND);
  }

  /** On a long path a byte is outstanding for a round trip, but more could be. */
  private static boolean hasRoomForMore(InetRow row) {
    return Room.fitsTheWindows(row)
        && !Room.bufferIsFull(row)
        && !row.local().address().isLoopback();
  }

  /** The verdict when data moves this way and its sender is what holds it back. */
  public static Optional<Verdict> judge(OneWay way) {
    boolean known = way.sender().flatMap(InetRow::tcp).isPresent();
    boolean emptied = way.shareOfSender(row -> OneWay.value(row, TcpField.NOTSENT) == 0) >= MOSTLY;
    boolean seldom = way.busyShare() < SELDOM;
    boolean light = seldom || way.shareOfSender(SenderRule::isLightlyUsed) >= MOSTLY;
    double room = way.shareOfSender(SenderRule::hasRoomForMore);
    boolean waited = way.shareOfBusy(TcpField.SNDBUF_LIMITED) >= SendBufferRule.WAITED_SHARE;
    boolean writesLittle = known && (light && emptied || room >= MOSTLY && !waited);
    boolean readAll =
        !known && way.receiverIsKnown() && way.shareOfReceiver(row -> row.recvQ() == 0) >= MOSTLY;
    if (way.movedBytes() == 0 || !writesLittle && !readAll) {
      return Optional.empty();
    }
    List<String> evidence = new ArrayList<>();
    if (known && (seldom || room < MOSTLY)) {
      evidence.add(
          "it had data outstanding in only "
              + Words.percent(way.busyShare())
              + " of the time, and nothing unsent");
    } else if (known) {
      evidence.add(
          "in "
              + Words.percent(room)
              + " of the readings its send buffer, the congestion window and the peer's window had"
              + " room for more");
    } else {
      evidence.add("the receiver read everything at once: its Recv-Q is empty");
      evidence.add("from here it cannot be told whether the sender or the network limits");
    }
    evidence.add(
        Words.bytes(way.movedBytes())
            + " moved in "
            + Words.micros(way.micros())
            + ", "
            + Words.rate(way.movedBytes() / Math.max(1e-9, way.nanos() / 1e9)));
    return Optional.of(
        new Verdict(
            LimitedBy.SENDER,
            Optional.of(known ? "application" : "sender-or-network"),
            (known
                    ? "sender writes too little: "
                    : "the receiver keeps up; the sender or the network limits: ")
                + way.sender()
                    .map(Words::who)
                    .orElseGet(() -> way.receiver().map(row -> "" + row.remote()).orElse("")),
            evidence,
            List.of(
                new Measure("movedBytes", way.movedBytes()),
                new Measure("notSentBytes", way.now(TcpField.NOTSENT)),
                new Measure("busyMs", way.growth(TcpField.BUSY) / 1000),
                new Measure("watchedMs", way.nanos() / 1_000_000)),
            NextStep.atTheEnd(way.sender(), pid -> "strace -f -p " + pid)
                .orElseGet(() -> "recvq why " + port(way) + "   (on the sender's machine)")));
  }

  private static int port(OneWay way) {
    return way.receiver().map(row -> row.remote().port()).orElse(0);
  }
}

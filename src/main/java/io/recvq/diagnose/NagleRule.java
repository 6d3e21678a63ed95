package io.recvq.diagnose;

import io.recvq.diagnose.Verdict.Measure;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Small writes that wait although both windows have room: for the acknowledgement of the one before
 * (Nagle's algorithm, RFC 9293 section 3.7.4), which a peer with nothing to answer delays; or for
 * more to come (TCP_CORK, man 7 tcp).
 */
public final class NagleRule {
  /** What waits in this share of the readings is held back. */
  private static final double HELD_SHARE = 0.5;

  /** On its way out of the machine a segment waits far less. */
  private static final long HELD_MILLIS = 5;

  private NagleRule() {}

  /** The verdict when small writes of this direction's sender wait in its send buffer. */
  public static Optional<Verdict> judge(OneWay way) {
    double held = way.shareOfSender(NagleRule::isHeld);
    Optional<InetRow> sender = way.sender();
    if (sender.isEmpty() || held < HELD_SHARE || way.movedBytes() == 0) {
      return Optional.empty();
    }
    InetRow row = sender.get();
    boolean corked = way.shareOfSender(r -> isHeld(r) && isCorked(r)) * 2 > held;
    List<String> evidence = new ArrayList<>();
    evidence.add(
        "in "
            + Words.percent(held)
            + " of the readings less than a segment waited in the send buffer, although the"
            + " congestion window and the peer's window had room for it");
    evidence.add(
        corked
            ? "nothing was on its way: TCP_CORK or MSG_MORE waits for more, at most 200 ms"
            : "the write before it was not acknowledged yet: write a message at once, or set"
                + " TCP_NODELAY");
    evidence.add(
        Words.bytes(way.movedBytes())
            + " moved in "
            + Words.micros(way.micros())
            + ", round trip "
            + Words.micros(way.now(TcpField.RTT)));
    return Optional.of(
        new Verdict(
            LimitedBy.SENDER,
            Optional.of(corked ? "cork" : "nagle"),
            (corked ? "corked: " : "small writes wait for acknowledgements: ") + Words.who(row),
            evidence,
            List.of(
                new Measure("notSentBytes", way.now(TcpField.NOTSENT)),
                new Measure("unackedSegments", way.now(TcpField.UNACKED)),
                new Measure("rttUs", way.now(TcpField.RTT)),
                new Measure("movedBytes", way.movedBytes()),
                new Measure("watchedMs", way.nanos() / 1_000_000)),
            NextStep.atTheEnd(sender, pid -> "strace -f -e trace=network,write -p " + pid)
                .orElse("recvq explain Nagle")));
  }

  /** All that is in the send buffer would fit into one segment, and a part of it was not sent. */
  private static boolean isHeld(InetRow row) {
    return OneWay.value(row, TcpField.NOTSENT) > 0
        && row.sendQ() < OneWay.value(row, TcpField.SND_MSS)
        && OneWay.value(row, TcpField.LAST_DATA_SENT) >= HELD_MILLIS
        && Room.fitsTheWindows(row);
  }

  private static boolean isCorked(InetRow row) {
    return OneWay.value(row, TcpField.UNACKED) == 0;
  }
}

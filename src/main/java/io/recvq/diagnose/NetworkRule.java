package io.recvq.diagnose;

import io.recvq.diagnose.Verdict.Measure;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The path limits: segments are lost, or it carries less than the sender has, so that data waits
 * while the congestion window is full.
 */
public final class NetworkRule {
  /** Loss from which throughput visibly suffers (RFC 3649 section 2 puts it far lower). */
  static final double LOSS_SHARE = 0.005;

  /** A sender that has data outstanding in this share of the time is limited by something. */
  static final double BUSY_SHARE = 0.7;

  /** So it has to be in this share of the readings. */
  private static final double HELD_SHARE = 0.5;

  private NetworkRule() {}

  /** The verdict when the path of this direction limits it. */
  public static Optional<Verdict> judge(OneWay way) {
    Optional<InetRow> sender = way.sender().filter(row -> row.tcp().isPresent());
    if (sender.isEmpty()) {
      return Optional.empty();
    }
    InetRow row = sender.get();
    long again = way.growth(TcpField.TOTAL_RETRANS);
    long segments = Math.max(1, way.growth(TcpField.DATA_SEGS_OUT));
    if (again > 0 && (double) again / segments >= LOSS_SHARE) {
      return Optional.of(
          verdict(way, row, "loss", "the network loses segments on the way to " + row.remote()));
    }
    boolean held =
        way.busyShare() >= BUSY_SHARE && way.shareOfSender(NetworkRule::holdsBack) >= HELD_SHARE;
    if (!held || row.local().address().isLoopback()) {
      return Optional.empty();
    }
    return Optional.of(
        verdict(
            way,
            row,
            Room.queuesOnThePath(row) ? "queueing" : "congestion-window",
            "the network carries no more to " + row.remote()));
  }

  /**
   * Data waits because the congestion window is full; or it lies in a queue on the path. Less than
   * a segment that waits, or data that is only paced, is not held back.
   */
  private static boolean holdsBack(InetRow row) {
    boolean waits = OneWay.value(row, TcpField.NOTSENT) > 0 && !Room.fitsTheWindows(row);
    return Room.congestionWindowHolds(row)
        || (waits || Room.bufferIsFull(row)) && Room.queuesOnThePath(row);
  }

  private static Verdict verdict(OneWay way, InetRow row, String cause, String summary) {
    List<String> evidence = new ArrayList<>();
    long again = way.growth(TcpField.TOTAL_RETRANS);
    long segments = way.growth(TcpField.DATA_SEGS_OUT);
    if (again > 0) {
      evidence.add(
          Words.count(again, "segment was", "segments were")
              + " sent again of "
              + segments
              + " ("
              + Words.percent((double) again / Math.max(1, segments))
              + ")");
    }
    if (way.now(TcpField.NOTSENT) > 0) {
      evidence.add(
          Words.bytes(way.now(TcpField.NOTSENT))
              + " wait to be sent; the congestion window is "
              + way.now(TcpField.SND_CWND)
              + " segments of "
              + way.now(TcpField.SND_MSS)
              + " bytes, "
              + way.now(TcpField.UNACKED)
              + " in flight");
    }
    evidence.add(
        "round trip "
            + Words.micros(way.now(TcpField.RTT))
            + ", the shortest was "
            + Words.micros(way.now(TcpField.MIN_RTT))
            + "; "
            + Words.rate(way.movedBytes() / Math.max(1e-9, way.nanos() / 1e9))
            + " arrive");
    return new Verdict(
        LimitedBy.NETWORK,
        Optional.of(cause),
        summary,
        evidence,
        List.of(
            new Measure("retransmissions", again),
            new Measure("segmentsSent", segments),
            new Measure("cwnd", way.now(TcpField.SND_CWND)),
            new Measure("unackedSegments", way.now(TcpField.UNACKED)),
            new Measure("notSentBytes", way.now(TcpField.NOTSENT)),
            new Measure("rttUs", way.now(TcpField.RTT)),
            new Measure("minRttUs", way.now(TcpField.MIN_RTT)),
            new Measure("movedBytes", way.movedBytes()),
            new Measure("busyMs", way.growth(TcpField.BUSY) / 1000),
            new Measure("watchedMs", way.nanos() / 1_000_000)),
        "recvq ping " + row.remote().address());
  }
}

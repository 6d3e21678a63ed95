package io.recvq.diagnose;

import io.recvq.diagnose.Verdict.Measure;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Too small a send buffer: the process would write and the network would take more, but every byte
 * stays in the buffer until the peer has acknowledged it.
 */
public final class SendBufferRule {
  /**
   * A buffer that is full in this share of the readings that find data in it holds the process
   * back.
   */
  static final double FULL_SHARE = 0.5;

  /** A process that waited for room in this share of its busy time does not write too little. */
  static final double WAITED_SHARE = 0.05;

  /** Fewer readings with data in the buffer say nothing. */
  private static final double OUTSTANDING_SHARE = 0.2;

  private SendBufferRule() {}

  /**
   * The kernel counts sndbuf_limited only in some of the places where it waits, so the buffer is
   * looked at too: full, although both windows have room for all of it. A buffer that the kernel
   * sizes holds twice the congestion window and is never the least of the three. With a queue on
   * the path a larger one would only lengthen that.
   */
  private static boolean holdsBack(InetRow row) {
    return Room.bufferIsFull(row) && hasRoomBehind(row);
  }

  private static boolean holdsBackWhileItDrains(InetRow row) {
    return Room.bufferIsDraining(row) && hasRoomBehind(row);
  }

  private static boolean hasRoomBehind(InetRow row) {
    return Room.fitsTheWindows(row) && !Room.queuesOnThePath(row);
  }

  /** In how many of the readings with data the buffer holds back; 0 where too few have any. */
  private static double shareHeldBack(OneWay way) {
    double outstanding = way.shareOfSender(row -> row.sendQ() > 0);
    if (outstanding < OUTSTANDING_SHARE) {
      return 0;
    }
    boolean waited = way.shareOfBusy(TcpField.SNDBUF_LIMITED) >= WAITED_SHARE;
    return way.shareOfSender(
            waited ? SendBufferRule::holdsBackWhileItDrains : SendBufferRule::holdsBack)
        / outstanding;
  }

  /** The verdict when the sender of this direction is held back by its own buffer. */
  public static Optional<Verdict> judge(OneWay way) {
    Optional<InetRow> sender = way.sender();
    boolean limited = way.shareOfBusy(TcpField.SNDBUF_LIMITED) >= ReceiverRule.LIMITED_SHARE;
    double full = shareHeldBack(way);
    boolean busy = way.busyShare() >= ReceiverRule.BUSY_SHARE;
    if (sender.isEmpty() || !busy || !limited && full < FULL_SHARE) {
      return Optional.empty();
    }
    InetRow row = sender.get();
    List<String> evidence = new ArrayList<>();
    if (full >= FULL_SHARE) {
      evidence.add(
          "in "
              + Words.percent(full)
              + " of the readings with data in it, its send buffer was full, although the peer's window"
              + " and the congestion window had room for all of it");
    }
    if (limited) {
      evidence.add(
          "the sender waited for room in its send buffer in "
              + Words.percent(way.shareOfBusy(TcpField.SNDBUF_LIMITED))
              + " of its busy time (sndbuf_limited grew by "
              + Words.micros(way.growth(TcpField.SNDBUF_LIMITED))
              + ")");
    }
    long limit = row.memory().map(memory -> memory.sendLimit()).orElse(0L);
    if (limit > 0) {
      evidence.add(
          "its send buffer is "
              + Words.bytes(limit)
              + " (SO_SNDBUF as the kernel has it), the congestion window "
              + Words.bytes(way.now(TcpField.SND_CWND) * way.now(TcpField.SND_MSS))
              + "; without setting it, the kernel sizes it, up to net.ipv4.tcp_wmem");
    }
    return Optional.of(
        new Verdict(
            LimitedBy.SENDER,
            Optional.of("send-buffer"),
            "send buffer is too small: " + Words.who(row),
            evidence,
            List.of(
                new Measure("sendBufferBytes", limit),
                new Measure("sendQ", row.sendQ()),
                new Measure("cwnd", way.now(TcpField.SND_CWND)),
                new Measure("sndbufLimitedMs", way.growth(TcpField.SNDBUF_LIMITED) / 1000),
                new Measure("busyMs", way.growth(TcpField.BUSY) / 1000),
                new Measure("movedBytes", way.movedBytes()),
                new Measure("watchedMs", way.nanos() / 1_000_000)),
            "recvq sockets --memory --info sport " + row.local().port()));
  }
}

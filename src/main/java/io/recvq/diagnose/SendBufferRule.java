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
   * A buffer that is full of sent data in this share of the readings that find data in it holds the
   * process back. Between a fast pair the others find it empty, as it is while the process copies
   * its next write.
   */
  static final double FULL_SHARE = 0.7;

  /** Fewer readings with data in the buffer say nothing. */
  private static final double OUTSTANDING_SHARE = 0.2;

  private SendBufferRule() {}

  /**
   * The kernel counts sndbuf_limited only in some of the places where it waits, so the buffer is
   * looked at too: full, nothing of it unsent, and the peer ready to take more.
   */
  private static boolean isFullOfSent(InetRow row) {
    return row.memory().filter(m -> m.sendQueued() >= m.sendLimit()).isPresent()
        && row.sendQ() > 0
        && OneWay.value(row, TcpField.NOTSENT) == 0
        && OneWay.value(row, TcpField.SND_WND) > row.sendQ();
  }

  /** The verdict when the sender of this direction is held back by its own buffer. */
  public static Optional<Verdict> judge(OneWay way) {
    Optional<InetRow> sender = way.sender();
    boolean limited = way.shareOfBusy(TcpField.SNDBUF_LIMITED) >= ReceiverRule.LIMITED_SHARE;
    double outstanding = way.shareOfSender(row -> row.sendQ() > 0);
    double full =
        outstanding < OUTSTANDING_SHARE
            ? 0
            : way.shareOfSender(SendBufferRule::isFullOfSent) / outstanding;
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
              + " of the readings with data in it, its send buffer was full of data already on its"
              + " way, although the peer's window had room");
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
              + " (SO_SNDBUF as the kernel has it); without setting it, the kernel sizes it");
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
                new Measure("sndbufLimitedMs", way.growth(TcpField.SNDBUF_LIMITED) / 1000),
                new Measure("busyMs", way.growth(TcpField.BUSY) / 1000),
                new Measure("movedBytes", way.movedBytes()),
                new Measure("watchedMs", way.nanos() / 1_000_000)),
            "recvq sockets --memory --info sport " + row.local().port()));
  }
}

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
  private SendBufferRule() {}

  /** The verdict when the sender of this direction is held back by its own buffer. */
  public static Optional<Verdict> judge(OneWay way) {
    Optional<InetRow> sender = way.sender();
    boolean limited =
        way.busyShare() >= ReceiverRule.BUSY_SHARE
            && way.shareOfBusy(TcpField.SNDBUF_LIMITED) >= ReceiverRule.LIMITED_SHARE;
    if (sender.isEmpty() || !limited) {
      return Optional.empty();
    }
    InetRow row = sender.get();
    List<String> evidence = new ArrayList<>();
    evidence.add(
        "the sender waited for room in its send buffer in "
            + Words.percent(way.shareOfBusy(TcpField.SNDBUF_LIMITED))
            + " of its busy time (sndbuf_limited grew by "
            + Words.micros(way.growth(TcpField.SNDBUF_LIMITED))
            + ")");
    long limit = row.memory().map(memory -> memory.sendLimit()).orElse(0L);
    if (limit > 0) {
      evidence.add(
          "its send buffer is " + Words.bytes(limit) + " (SO_SNDBUF as the kernel has it)");
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
            "let the kernel size it: do not set SO_SNDBUF, and see sysctl net.ipv4.tcp_wmem"));
  }
}

package io.recvq.diagnose;

import io.recvq.diagnose.Verdict.Measure;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The peer does not answer: the same segment is sent again and again, each time after twice the
 * time (RFC 6298 section 5), and nothing comes back.
 */
public final class DeadPeerRule {
  /** A single loss makes one retry, seldom two; so many without any answer are no accident. */
  static final int RETRIES = 2;

  private DeadPeerRule() {}

  /** The verdict when the end that this direction goes to is silent. */
  public static Optional<Verdict> judge(OneWay way) {
    Optional<InetRow> sender = way.sender();
    if (sender.isEmpty() || !keepsAsking(way, sender.get())) {
      return Optional.empty();
    }
    InetRow row = sender.get();
    boolean connecting = row.state() == SocketState.SYN_SENT;
    List<String> evidence = new ArrayList<>();
    evidence.add(asked(row) + ", next in " + Words.micros(row.timer().remainingMillis() * 1000));
    if (!connecting) {
      evidence.add(
          "the last answer came "
              + Words.micros(way.now(TcpField.LAST_ACK_RECV) * 1000)
              + " ago"
              + (row.sendQ() == 0 ? "" : "; " + Words.bytes(row.sendQ()) + " wait for one"));
    }
    return Optional.of(
        new Verdict(
            LimitedBy.DEAD_PEER,
            Optional.of(connecting ? "no-answer-to-syn" : "no-answer"),
            row.remote() + " does not answer",
            evidence,
            List.of(
                new Measure("retries", row.timer().retries()),
                new Measure("sendQ", row.sendQ()),
                new Measure("rtoMs", way.now(TcpField.RTO) / 1000),
                new Measure("lastAnswerMs", way.now(TcpField.LAST_ACK_RECV)),
                new Measure("watchedMs", way.nanos() / 1_000_000)),
            connecting
                ? "recvq probe " + row.remote().address() + " " + row.remote().port()
                : "recvq ping " + row.remote().address()));
  }

  private static String asked(InetRow row) {
    String times = Words.count(row.timer().retries(), "time", "times") + " without an answer";
    if (row.state() == SocketState.SYN_SENT) {
      return "SYN was sent again " + times;
    }
    return switch (row.timer().kind()) {
      case KEEPALIVE -> "a keep-alive probe was sent " + times;
      case PERSIST -> "the closed window was probed " + times;
      default -> "the same segment was sent again " + times;
    };
  }

  private static boolean keepsAsking(OneWay way, InetRow row) {
    if (row.state() == SocketState.SYN_SENT) {
      return row.timer().retries() >= 1;
    }
    SocketTimer.Kind kind = row.timer().kind();
    boolean asks =
        kind == SocketTimer.Kind.RETRANSMIT
            || kind == SocketTimer.Kind.PERSIST
            || kind == SocketTimer.Kind.KEEPALIVE;
    boolean silent = way.now(TcpField.LAST_ACK_RECV) * 1000 >= way.micros();
    return asks && row.timer().retries() >= RETRIES && silent && way.movedBytes() == 0;
  }
}

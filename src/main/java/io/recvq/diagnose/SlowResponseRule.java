package io.recvq.diagnose;

import io.recvq.diagnose.Verdict.Measure;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requests and responses in turn, and the server takes its time: most readings find that it owes
 * one.
 */
public final class SlowResponseRule {
  /** What is so in this share of the readings is the rule. */
  private static final double MOSTLY = 0.8;

  private SlowResponseRule() {}

  /** The verdict when this direction carries the responses and its sender lets wait for them. */
  public static Optional<Verdict> judge(OneWay way, Surroundings around) {
    long responses = way.segments();
    long requests = way.segmentsBack();
    boolean inTurn =
        responses > 0
            && requests > 0
            && responses <= 2 * requests + 1
            && requests <= 2 * responses + 1;
    if (!inTurn || !isServers(way, around)) {
      return Optional.empty();
    }
    double owing = way.shareOwing();
    long each = way.micros() / Math.max(responses, requests);
    // Seen from the client alone, a response that is on its way is owed as well.
    boolean pathAlone = way.sender().isEmpty() && each < 2 * way.roundTripMicros();
    return owing < MOSTLY || pathAlone
        ? Optional.empty()
        : Optional.of(verdict(way, owing, responses, each));
  }

  /** Whether the server sends this way: the end whose port is listened on, else the other one. */
  private static boolean isServers(OneWay way, Surroundings around) {
    if (way.sender().filter(around::isListenedOn).isPresent()) {
      return true;
    }
    return way.sender().isEmpty() && way.receiver().filter(around::isListenedOn).isEmpty();
  }

  private static Verdict verdict(OneWay way, double owing, long responses, long eachMicros) {
    List<String> evidence = new ArrayList<>();
    evidence.add("in " + Words.percent(owing) + " of the readings it owed a response");
    evidence.add(
        Words.count(responses, "segment", "segments")
            + " of responses in "
            + Words.micros(way.micros())
            + ", one in "
            + Words.micros(eachMicros)
            + "; a round trip takes "
            + Words.micros(way.roundTripMicros()));
    String who =
        way.sender()
            .map(Words::who)
            .orElseGet(() -> way.receiver().map(row -> row.remote().toString()).orElse(""));
    return new Verdict(
        LimitedBy.SENDER,
        Optional.of("slow-response"),
        "slow to respond: " + who,
        evidence,
        List.of(
            new Measure("responseSegments", responses),
            new Measure("rttUs", way.roundTripMicros()),
            new Measure("movedBytes", way.movedBytes()),
            new Measure("watchedMs", way.nanos() / 1_000_000)),
        NextStep.whereItWaits(way.sender())
            .orElseGet(() -> "recvq why " + port(way) + "   (on the server's machine)"));
  }

  private static int port(OneWay way) {
    return way.sender()
        .map(row -> row.local().port())
        .or(() -> way.receiver().map(row -> row.remote().port()))
        .orElse(0);
  }

  /**
   * Who spoke last on a connection on which nothing moves; empty where no end tells it.
   *
   * @param row of either end
   */
  static Optional<String> lastWord(InetRow row) {
    long sentAgo = OneWay.value(row, TcpField.LAST_DATA_SENT);
    long receivedAgo = OneWay.value(row, TcpField.LAST_DATA_RECV);
    boolean sent = OneWay.value(row, TcpField.BYTES_SENT) > 0;
    boolean received = OneWay.value(row, TcpField.BYTES_RECEIVED) > 0;
    if (!sent && !received || sent && received && sentAgo == receivedAgo) {
      return Optional.empty();
    }
    boolean own = sent && (!received || sentAgo < receivedAgo);
    return Optional.of(
        "the last data came from "
            + (own ? row.local() : row.remote())
            + ", "
            + Words.micros((own ? sentAgo : receivedAgo) * 1000)
            + " ago");
  }
}

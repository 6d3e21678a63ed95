package io.recvq.diagnose;

import io.recvq.diagnose.Verdict.Measure;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Judges a TCP connection by the samples of a while. The rules are asked in a fixed order, the
 * gravest first, and the first one that applies to either direction decides.
 */
public final class Diagnosis {
  /** The rules about one direction, in their order. */
  private static final List<BiFunction<OneWay, Surroundings, Optional<Verdict>>> RULES =
      List.of(
          AcceptQueueRule::connection,
          (way, around) -> DeadPeerRule.judge(way),
          (way, around) -> ReceiverRule.judge(way),
          LeakRule::judge,
          (way, around) -> SendBufferRule.judge(way),
          (way, around) -> NetworkRule.judge(way),
          (way, around) -> NagleRule.judge(way),
          SlowResponseRule::judge);

  private Diagnosis() {}

  /**
   * The verdict about one connection.
   *
   * @param samples of the same connection in the order of time; two or more, else little can be
   *     said
   */
  public static Verdict connection(List<ConnectionSample> samples) {
    return connection(samples, Surroundings.NONE);
  }

  /** The verdict about one connection, knowing what else is on the machine. */
  public static Verdict connection(List<ConnectionSample> samples, Surroundings around) {
    OneWay out = OneWay.nearToFar(samples);
    OneWay back = OneWay.farToNear(samples);
    for (BiFunction<OneWay, Surroundings, Optional<Verdict>> rule : RULES) {
      Optional<Verdict> verdict =
          Stream.of(out, back)
              .map((Function<OneWay, Optional<Verdict>>) way -> rule.apply(way, around))
              .flatMap(Optional::stream)
              .findFirst();
      if (verdict.isPresent()) {
        return verdict.get();
      }
    }
    OneWay busier = back.movedBytes() > out.movedBytes() ? back : out;
    return SenderRule.judge(busier).orElseGet(() -> nothing(busier));
  }

  private static Verdict nothing(OneWay way) {
    List<String> evidence = new ArrayList<>();
    long moved = way.movedBytes();
    double seconds = way.nanos() / 1e9;
    String summary;
    if (way.sender().isEmpty() && way.receiver().isEmpty()) {
      summary = "the connection was gone before it could be watched";
    } else if (moved == 0) {
      summary = state(way) == SocketState.ESTABLISHED ? "idle" : "idle, in " + state(way);
      evidence.add("no byte moved in " + Words.micros(way.micros()) + ", and none is queued");
      way.sender().or(way::receiver).flatMap(SlowResponseRule::lastWord).ifPresent(evidence::add);
    } else {
      summary = "nothing limits it";
      evidence.add(
          Words.bytes(moved)
              + " moved in "
              + Words.micros(way.micros())
              + (seconds > 0 ? ", " + Words.rate(moved / seconds) : ""));
    }
    return new Verdict(
        LimitedBy.NOTHING,
        Optional.empty(),
        summary,
        evidence,
        List.of(
            new Measure("movedBytes", moved),
            new Measure("busyMs", way.growth(TcpField.BUSY) / 1000),
            new Measure("watchedMs", way.nanos() / 1_000_000)),
        "");
  }

  private static SocketState state(OneWay way) {
    return way.sender().or(way::receiver).orElseThrow().state();
  }
}

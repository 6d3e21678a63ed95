package io.recvq.check;

import io.recvq.document.DocumentException;
import io.recvq.net.OperationException;
import io.recvq.probe.PingListener;
import io.recvq.probe.PingSettings;
import io.recvq.probe.PingStatistics;
import io.recvq.probe.Pinger;
import io.recvq.probe.ProbeTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A host answers pings.
 *
 * @param lossBelow percent; without it one reply is enough
 * @param latencyBelow the average round trip
 */
record PingCheck(
    String host,
    int count,
    Duration interval,
    Optional<Long> lossBelow,
    Optional<Duration> latencyBelow,
    OptionalInt tcpPort)
    implements Check {
  private static final int FALLBACK_PORT = 80;

  static Check read(Fields fields) throws DocumentException {
    Optional<Long> port = fields.number("tcp", 1, 65535);
    return new PingCheck(
        fields.required("target", "a check of kind ping"),
        fields.number("count", 1, 10_000).orElse(3L).intValue(),
        fields.duration("interval").orElse(Duration.ofMillis(200)),
        fields.number("loss-below", 0, 100),
        fields.duration("latency-below"),
        port.isPresent() ? OptionalInt.of(port.get().intValue()) : OptionalInt.empty());
  }

  @Override
  public Outcome run(long deadlineNanos) throws IOException, InterruptedException {
    ProbeTarget target = Reach.target(host, deadlineNanos);
    PingSettings settings =
        new PingSettings(
            count,
            interval,
            Reach.left(deadlineNanos),
            56,
            OptionalInt.empty(),
            tcpPort,
            FALLBACK_PORT,
            deadlineNanos);
    try (Pinger pinger = new Pinger(settings, PingListener.NONE)) {
      PingStatistics statistics = pinger.run(List.of(target)).get(target);
      return statistics == null ? Outcome.fail("nothing was sent") : judge(statistics);
    } catch (OperationException e) {
      if (e.errno().filter(Reach::isAnswer).isPresent()) {
        return Outcome.fail(e.getMessage());
      }
      throw e;
    }
  }

  private Outcome judge(PingStatistics statistics) {
    String seen =
        String.format(
            Locale.US,
            "%d of %d replies, average %.3f ms",
            statistics.received(),
            statistics.sent(),
            statistics.avgMillis());
    if (statistics.received() == 0) {
      return Outcome.fail("no reply to " + statistics.sent() + " requests");
    }
    boolean lossy = lossBelow.isPresent() && statistics.lossPercent() >= lossBelow.get();
    boolean slow =
        latencyBelow.isPresent() && statistics.avgMillis() * 1e6 >= latencyBelow.get().toNanos();
    return Outcome.of(!lossy && !slow, seen);
  }
}

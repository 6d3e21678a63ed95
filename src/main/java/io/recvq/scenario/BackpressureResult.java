package io.recvq.scenario;

import io.recvq.diagnose.OneWay;
import io.recvq.diagnose.ReceiverRule;
import io.recvq.diagnose.Verdict;
import io.recvq.net.Endpoint;
import io.recvq.scenario.Backpressure.Conservation;
import io.recvq.sockets.ConnectionSample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a run of {@link Backpressure} saw.
 *
 * @param sender the writing end
 * @param receiver the end that did not read
 * @param refusal the first write that the kernel refused; empty when none was
 * @param acceptedBytes what write() accepted in all
 * @param plateau when the send buffer had stopped growing; empty when it did not come to that
 * @param resumedAtNanos when the receiver was told to read again, on the time line
 * @param drain when the receiver read again; empty when it did not come to that
 * @param verdict who limits, judged from the samples between the refusal and the reading again;
 *     empty when the rule does not name the receiver
 * @param samplingEnded why the queues could be read no more, if so
 */
public record BackpressureResult(
    Endpoint sender,
    Endpoint receiver,
    Optional<Refusal> refusal,
    long acceptedBytes,
    Optional<Plateau> plateau,
    OptionalLong resumedAtNanos,
    Optional<Drain> drain,
    Optional<Verdict> verdict,
    Optional<String> samplingEnded,
    TimeLine timeLine) {

  /**
   * The first refused write.
   *
   * @param acceptedBytes what was accepted before
   * @param elapsed since connecting
   * @param sample both ends right after it
   */
  public record Refusal(long acceptedBytes, Duration elapsed, ConnectionSample sample) {}

  /**
   * The end of the send buffer's growth.
   *
   * @param sample both ends then, with nothing in flight
   * @param conservation empty where one end could not be read
   * @param readBytes what the receiver had read by then: none, as it was told not to
   */
  public record Plateau(
      ConnectionSample sample, Optional<Conservation> conservation, long readBytes) {}

  /**
   * The receiver reading again.
   *
   * @param readBytes what it read in all
   * @param elapsed from reading again to the last byte
   */
  public record Drain(long readBytes, Duration elapsed) {}

  /**
   * Whether the failure is proved: a refused write, a receiver named by the kernel's own numbers,
   * every byte accounted for, and all of them delivered once the receiver read.
   */
  public boolean reproduced() {
    return refusal.isPresent()
        && verdict.isPresent()
        && plateau.flatMap(Plateau::conservation).filter(Conservation::holds).isPresent()
        && plateau.get().readBytes() == 0
        && drain.filter(d -> d.readBytes() == acceptedBytes).isPresent();
  }

  /** Collects a result while the scenario runs. */
  static final class Builder {
    private final Endpoint sender;
    private final Endpoint receiver;
    private final TimeLine timeLine;
    private @Nullable Refusal refusal;
    private @Nullable ConnectionSample atPlateau;
    private @Nullable Drain drain;
    private @Nullable Verdict verdict;
    private @Nullable String samplingEnded;
    private long acceptedBytes;
    private long readWhileStalled;
    private OptionalLong resumedAtNanos = OptionalLong.empty();

    Builder(Endpoint sender, Endpoint receiver, TimeLine timeLine) {
      this.sender = sender;
      this.receiver = receiver;
      this.timeLine = timeLine;
    }

    Builder accepted(long bytes) {
      acceptedBytes = bytes;
      return this;
    }

    Builder refused(long bytes, Duration elapsed, ConnectionSample sample) {
      refusal = new Refusal(bytes, elapsed, sample);
      return accepted(bytes);
    }

    /** The verdict rests on the samples from the refusal to now, when the receiver was stalled. */
    Builder settled(long bytes, ConnectionSample sample, long refusedAtNanos) {
      atPlateau = sample;
      List<ConnectionSample> stalled =
          timeLine.samples().stream()
              .filter(s -> s.atNanos() >= refusedAtNanos)
              .map(TimeLine.Sample::connection)
              .toList();
      verdict = ReceiverRule.judge(OneWay.nearToFar(stalled)).orElse(null);
      return accepted(bytes);
    }

    Builder readWhileStalled(long bytes) {
      readWhileStalled = bytes;
      return this;
    }

    Builder resumed(long atNanos) {
      resumedAtNanos = OptionalLong.of(atNanos);
      return this;
    }

    Builder drained(long readBytes, Duration elapsed) {
      drain = new Drain(readBytes, elapsed);
      return this;
    }

    Builder samplingEnded(Optional<String> reason) {
      samplingEnded = reason.orElse(null);
      return this;
    }

    BackpressureResult build() {
      Optional<Plateau> plateau =
          Optional.ofNullable(atPlateau)
              .map(
                  sample ->
                      new Plateau(
                          sample,
                          Backpressure.conservation(acceptedBytes, sample),
                          readWhileStalled));
      return new BackpressureResult(
          sender,
          receiver,
          Optional.ofNullable(refusal),
          acceptedBytes,
          plateau,
          resumedAtNanos,
          Optional.ofNullable(drain),
          Optional.ofNullable(verdict),
          Optional.ofNullable(samplingEnded),
          timeLine);
    }
  }
}

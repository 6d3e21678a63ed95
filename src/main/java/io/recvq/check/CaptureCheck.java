package io.recvq.check;

import io.recvq.capture.CaptureFile;
import io.recvq.document.DocumentException;
import io.recvq.flow.FlowLimits;
import io.recvq.flow.FlowTracker;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.PacketParser;
import io.recvq.wire.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The frames of a capture file are well-formed, and answered in time.
 *
 * @param port the server's; empty to find framed streams on any port
 * @param malformed how many malformed frames are allowed; a gap counts as one
 */
record CaptureCheck(
    Path file,
    Optional<Long> port,
    long malformed,
    Optional<Long> framesAtLeast,
    Optional<Duration> p99Below)
    implements Check {
  private static final int PACKETS_BETWEEN_LOOKS = 1024;

  static Check read(Fields fields) throws DocumentException {
    return new CaptureCheck(
        Path.of(fields.required("target", "a check of kind capture")),
        fields.number("port", 1, 65535),
        fields.number("malformed", 0, Long.MAX_VALUE).orElse(0L),
        fields.number("frames-at-least", 0, Long.MAX_VALUE),
        fields.duration("p99-below"));
  }

  @Override
  public Outcome run(long deadlineNanos) throws IOException {
    CapturedFrames frames = new CapturedFrames(port.map(Long::intValue));
    FlowTracker tracker = new FlowTracker(FlowLimits.DEFAULT, frames);
    PacketParser parser = new PacketParser(false);
    CapturedPacket packet = new CapturedPacket();
    Segment segment = new Segment();
    try (CaptureFile source = CaptureFile.open(file)) {
      long number = 0;
      while (source.next(packet)) {
        if (parser.parse(packet, segment) == PacketParser.Kind.TCP) {
          tracker.accept(segment);
        }
        if (++number % PACKETS_BETWEEN_LOOKS == 0 && System.nanoTime() - deadlineNanos >= 0) {
          return new Outcome(
              CheckStatus.ERROR, "not decoded in time: " + number + " packets so far");
        }
      }
      tracker.finish();
    }
    return judge(frames);
  }

  private Outcome judge(CapturedFrames frames) {
    if (frames.malformed() > malformed) {
      return Outcome.fail(
          frames.malformed() + " malformed frames, the first: " + frames.firstMalformed());
    }
    if (framesAtLeast.isPresent() && frames.frames() < framesAtLeast.get()) {
      return Outcome.fail("only " + frames.frames() + " frames");
    }
    double p99 = frames.responsePercentileMillis(99);
    String seen =
        frames.frames()
            + " frames"
            + (Double.isNaN(p99)
                ? ""
                : String.format(Locale.US, ", p99 of responses %.3f ms", p99));
    if (p99Below.isPresent() && Double.isNaN(p99)) {
      return Outcome.fail(seen + ", no response to measure");
    }
    return Outcome.of(p99Below.isEmpty() || p99 * 1e6 < p99Below.get().toNanos(), seen);
  }
}

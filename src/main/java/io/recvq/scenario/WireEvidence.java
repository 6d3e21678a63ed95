package io.recvq.scenario;

import io.recvq.capture.PacketRecorder;
import io.recvq.capture.PacketSource;
import io.recvq.flow.FlowLimits;
import io.recvq.flow.FlowListener;
import io.recvq.flow.FlowTracker;
import io.recvq.flow.Note;
import io.recvq.flow.StreamListener;
import io.recvq.flow.TcpStream;
import io.recvq.net.Direction;
import io.recvq.net.Endpoint;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.PacketParser;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** Holds the packets of a run against what the scenario says of them. */
final class WireEvidence {
  private final List<Seen> packets = new ArrayList<>();

  /** What the rules ask of a packet. */
  private record Seen(Endpoint from, int flags, List<String> notes) {}

  /** Reads all of a recording. */
  WireEvidence(PacketRecorder.Recording recording) throws IOException {
    PacketParser parser = new PacketParser(false);
    Segment segment = new Segment();
    FlowTracker tracker = new FlowTracker(FlowLimits.DEFAULT, new Listener());
    CapturedPacket packet = new CapturedPacket();
    PacketSource source = recording.source();
    while (source.next(packet)) {
      if (parser.parse(packet, segment) == PacketParser.Kind.TCP) {
        tracker.accept(segment);
      }
    }
    tracker.finish();
  }

  private final class Listener implements FlowListener {
    @Override
    public StreamListener opened(TcpStream stream) {
      return new StreamListener() {
        @Override
        public void segment(Segment segment, Direction direction, int notes) {
          packets.add(new Seen(segment.source(), segment.flags(), Note.labels(notes)));
        }
      };
    }
  }

  /**
   * How many packets are as a rule says.
   *
   * @param isFrom whether an address is the named end's
   */
  long count(WireRule rule, BiPredicate<String, Endpoint> isFrom) {
    return packets.stream()
        .filter(
            packet ->
                rule.isFlag()
                    ? List.of(TcpFlags.names(packet.flags()).split("\\W+")).contains(rule.what())
                    : packet.notes().contains(rule.what()))
        .filter(packet -> rule.from().isEmpty() || isFrom.test(rule.from().get(), packet.from()))
        .count();
  }
}

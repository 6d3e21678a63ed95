package io.recvq.view;

import io.recvq.capture.PacketRecorder.Recording;
import io.recvq.explain.Entry;
import io.recvq.explain.Reference;
import io.recvq.explain.Topic;
import io.recvq.render.Times;
import io.recvq.report.Moment;
import io.recvq.report.Moment.Framed;
import io.recvq.report.Moment.Packet;
import io.recvq.report.Moment.Tone;
import io.recvq.report.Report;
import io.recvq.report.Report.Mark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Comments for the packets of a capture file, where the findings are: what is remarkable about a
 * packet and what that means, bytes that are no frame, and the moment of failure. Wireshark and
 * tshark show them ({@code frame.comment}).
 */
public final class PacketComments {
  private static final Reference REFERENCE = Reference.load();

  private final Map<Long, List<String>> byNumber = new HashMap<>();

  /** The comments that a report's rows and marks give. */
  public static PacketComments of(Report report) {
    PacketComments comments = new PacketComments();
    List<Packet> packets = new ArrayList<>();
    for (Moment row : report.moments()) {
      if (row instanceof Packet packet) {
        packets.add(packet);
        packet.notes().forEach(note -> comments.add(packet.number(), note + meaning(note)));
      } else if (row instanceof Framed frame && frame.tone() == Tone.BAD) {
        comments.add(frame.packet(), frame.role() + " " + frame.text());
      }
    }
    report.marks().forEach(mark -> comments.mark(mark, packets));
    return comments;
  }

  /** Writes the packets with these comments; throws OperationException when that fails. */
  public void write(Recording recording, Path file) throws IOException {
    recording.writeTo(file, number -> byNumber.getOrDefault(number, List.of()));
  }

  private void add(long packet, String comment) {
    byNumber.computeIfAbsent(packet, number -> new ArrayList<>()).add("recvq: " + comment);
  }

  private static String meaning(String note) {
    Optional<Entry> entry =
        REFERENCE.find(note).stream().filter(e -> e.topic() == Topic.NOTE).findFirst();
    return entry.map(e -> ": " + e.meaning()).orElse("");
  }

  /** A mark belongs to the last packet before it, else to the first. */
  private void mark(Mark mark, List<Packet> packets) {
    if (packets.isEmpty()) {
      return;
    }
    Packet nearest = packets.get(0);
    for (Packet packet : packets) {
      if (packet.atNanos() <= mark.atNanos()) {
        nearest = packet;
      }
    }
    long nanos = mark.atNanos() - nearest.atNanos();
    String when =
        Times.human(Duration.ofNanos(Math.abs(nanos))) + (nanos < 0 ? " before" : " after");
    String what = mark.failure() ? "moment of failure: " : "";
    add(nearest.number(), what + mark.label() + ", " + when + " this packet");
  }
}

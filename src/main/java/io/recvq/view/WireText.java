package io.recvq.view;

import io.recvq.capture.PacketRecorder.Recording;
import io.recvq.flow.FlowLimits;
import io.recvq.flow.Note;
import io.recvq.net.Direction;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Framings;
import io.recvq.render.Style;
import io.recvq.render.TextOut;
import io.recvq.scenario.LoopbackTap;
import io.recvq.traffic.DecodeRun;
import io.recvq.traffic.DecodeView;
import io.recvq.traffic.DecodedStream;
import io.recvq.traffic.FrameSettings;
import io.recvq.traffic.PacketText;
import io.recvq.wire.Segment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the wire carried while a receiver was stalled: the packets that end with the last one about
 * a closed window, and what they prove.
 */
public final class WireText {
  private static final int SHOWN_PACKETS = 8;
  private static final int CLOSED_WINDOW =
      Note.ZERO_WINDOW.bit() | Note.ZERO_WINDOW_PROBE.bit() | Note.ZERO_WINDOW_PROBE_ACK.bit();

  private final Optional<Recording> recording;
  private final String whyNot;
  private final Packets packets;

  /**
   * Reads what the tap has recorded.
   *
   * @param stalledUntilNanos since 1970-01-01 UTC; later packets tell nothing of the stall
   */
  public WireText(LoopbackTap tap, long stalledUntilNanos, Style style) throws IOException {
    this.recording = tap.recording();
    this.whyNot = tap.whyNot();
    this.packets = new Packets(style, stalledUntilNanos);
    if (recording.isPresent()) {
      FrameSettings frames = new FrameSettings(Framings.APP, FrameLimits.DEFAULT, Set.of());
      new DecodeRun(frames, FlowLimits.DEFAULT, false, packets)
          .run(recording.get().source(), () -> false);
    }
  }

  /** The packets as lines, or why there are none. */
  public List<String> lines() {
    if (recording.isEmpty()) {
      return List.of("The wire was not looked at: " + whyNot);
    }
    int last = packets.lastClosed < 0 ? packets.lines.size() : packets.lastClosed + 1;
    int first = Math.max(0, last - SHOWN_PACKETS);
    List<String> lines = new ArrayList<>();
    lines.add(
        "The wire: the last packets before the receiver read again ("
            + (last - first)
            + " of "
            + packets.lines.size()
            + ")");
    lines.addAll(packets.lines.subList(first, last));
    long missed = recording.get().notKept() + recording.get().statistics().droppedByKernel();
    if (missed > 0) {
      lines.add("(" + missed + " packets more were dropped or not kept)");
    }
    return lines;
  }

  /** What the packets prove of a closed window; empty where they do not. */
  public Optional<String> evidence() {
    if (packets.zeroWindows == 0) {
      return Optional.empty();
    }
    String probes =
        packets.probes == 1 ? ", one window probe" : ", " + packets.probes + " window probes";
    return Optional.of(
        "on the wire: "
            + (packets.zeroWindows == 1 ? "a zero window" : packets.zeroWindows + " zero windows")
            + " from the receiver"
            + probes);
  }

  /** How many packets said that the receiver can take nothing. */
  public long zeroWindows() {
    return packets.zeroWindows;
  }

  /** How many packets asked whether the window has opened. */
  public long windowProbes() {
    return packets.probes;
  }

  /** Why nothing was recorded; empty where it was. */
  public Optional<String> notLooked() {
    return recording.isPresent() ? Optional.empty() : Optional.of(whyNot);
  }

  /** Each packet as a line, and which of them speak of a closed window. */
  private static final class Packets implements DecodeView {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TextOut memory = new TextOut(bytes, false);
    private final PacketText text;
    private final List<String> lines = new ArrayList<>();
    private final long stalledUntilNanos;
    private int lastClosed = -1;
    private long zeroWindows;
    private long probes;

    Packets(Style style, long stalledUntilNanos) {
      this.stalledUntilNanos = stalledUntilNanos;
      this.text = new PacketText(memory, style, false);
    }

    @Override
    public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
      text.segment(stream, direction, segment, notes);
      memory.flush();
      lines.add(bytes.toString(StandardCharsets.UTF_8).stripTrailing());
      bytes.reset();
      if ((notes & CLOSED_WINDOW) != 0 && segment.timeNanos() <= stalledUntilNanos) {
        lastClosed = lines.size() - 1;
        zeroWindows += Note.ZERO_WINDOW.in(notes) ? 1 : 0;
        probes += Note.ZERO_WINDOW_PROBE.in(notes) ? 1 : 0;
      }
    }
  }
}

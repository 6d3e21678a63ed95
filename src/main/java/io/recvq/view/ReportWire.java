package io.recvq.view;

import io.recvq.capture.PacketRecorder.Recording;
import io.recvq.flow.FlowLimits;
import io.recvq.flow.Note;
import io.recvq.flow.TcpStream;
import io.recvq.net.Direction;
import io.recvq.net.Endpoint;
import io.recvq.protocol.Frame;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Framings;
import io.recvq.protocol.Malformed;
import io.recvq.report.Moment;
import io.recvq.report.Moment.Tone;
import io.recvq.traffic.DecodeRun;
import io.recvq.traffic.DecodeView;
import io.recvq.traffic.DecodedStream;
import io.recvq.traffic.FrameSettings;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The packets and frames of a recording as rows of a report. Bounded: what comes after so many of
 * them is counted and not kept.
 */
public final class ReportWire implements DecodeView {
  private static final int MAX_ROWS = 200_000;
  private static final int PREVIEW_CHARS = 400;

  private static final int BAD =
      Note.ZERO_WINDOW.bit()
          | Note.WINDOW_FULL.bit()
          | Note.PREVIOUS_SEGMENT_LOST.bit()
          | Note.BAD_CHECKSUM.bit();

  private final List<Ends> lanes;
  private final long startNanos;
  private final List<Moment> rows = new ArrayList<>();
  private long notKept;

  /** The two ends of a lane of the report. */
  public record Ends(Endpoint near, Endpoint far) {}

  /** Where a segment or frame belongs. */
  private record Place(int lane, boolean toFar) {}

  /**
   * The packets of a recording on the lanes of a report.
   *
   * @param lanes the connections of the report in their order
   * @param start the beginning of the report's axis
   */
  ReportWire(List<Ends> lanes, Instant start) {
    this.lanes = List.copyOf(lanes);
    this.startNanos = TimeUnit.SECONDS.toNanos(start.getEpochSecond()) + start.getNano();
  }

  /** Decodes what was recorded and gives its rows. */
  public static ReportWire of(Recording recording, List<Ends> lanes, Instant start)
      throws IOException {
    ReportWire wire = new ReportWire(lanes, start);
    FrameSettings frames = new FrameSettings(Framings.APP, FrameLimits.DEFAULT, Set.of());
    new DecodeRun(frames, FlowLimits.DEFAULT, false, wire).run(recording.source(), () -> false);
    return wire;
  }

  /** The packets as rows under the time axis. */
  public List<Moment> rows() {
    return rows;
  }

  /** Rows beyond the bound. */
  public long notKept() {
    return notKept;
  }

  private Place place(DecodedStream stream, Direction direction) {
    boolean forward = direction == Direction.FORWARD;
    Endpoint first = stream.tcp().key().first().unmapped();
    Endpoint second = stream.tcp().key().second().unmapped();
    Endpoint from = forward ? first : second;
    Endpoint to = forward ? second : first;
    for (int i = 0; i < lanes.size(); i++) {
      Ends ends = lanes.get(i);
      if (ends.near().equals(from) && ends.far().equals(to)) {
        return new Place(i, true);
      }
      if (ends.near().equals(to) && ends.far().equals(from)) {
        return new Place(i, false);
      }
    }
    return new Place(-1, stream.isRequest(direction));
  }

  private void add(Moment row) {
    if (rows.size() < MAX_ROWS) {
      rows.add(row);
    } else {
      notKept++;
    }
  }

  @Override
  public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
    Place place = place(stream, direction);
    boolean reset = segment.has(TcpFlags.RST);
    Tone tone = reset || (notes & BAD) != 0 ? Tone.BAD : notes != 0 ? Tone.NOTABLE : Tone.PLAIN;
    add(
        new Moment.Packet(
            segment.timeNanos() - startNanos,
            place.lane(),
            segment.number(),
            place.toFar(),
            stream.from(direction),
            stream.to(direction),
            TcpFlags.names(segment.flags()),
            segment.payloadLength(),
            text(stream.tcp(), direction, segment),
            Note.labels(notes),
            tone));
  }

  private static String text(TcpStream tcp, Direction direction, Segment segment) {
    StringBuilder text = new StringBuilder("Seq=").append(tcp.relativeSeq(segment, direction));
    if (segment.has(TcpFlags.ACK)) {
      text.append(" Ack=").append(tcp.relativeAck(segment, direction));
    }
    text.append(" Win=").append(tcp.windowBytes(direction));
    return text.append(" Len=").append(segment.payloadLength()).toString();
  }

  @Override
  public void frame(DecodedStream stream, Direction direction, Frame frame) {
    String content = frame.isJson() ? frame.contentJson() : frame.contentText();
    framed(stream, direction, frame.length() + " B  " + head(content), Tone.PLAIN);
  }

  @Override
  public void malformed(DecodedStream stream, Direction direction, Malformed malformed) {
    String text = malformed.reason().word() + ": " + malformed.detail();
    framed(stream, direction, "malformed, " + head(text), Tone.BAD);
  }

  private void framed(DecodedStream stream, Direction direction, String text, Tone tone) {
    Place place = place(stream, direction);
    add(
        new Moment.Framed(
            stream.timeNanos() - startNanos,
            place.lane(),
            stream.packet(),
            place.toFar(),
            stream.from(direction),
            stream.role(direction),
            text,
            tone));
  }

  private static String head(String text) {
    return text.length() <= PREVIEW_CHARS ? text : text.substring(0, PREVIEW_CHARS) + "…";
  }
}

package io.recvq.traffic;

import io.recvq.capture.PacketSink;
import io.recvq.flow.Note;
import io.recvq.net.Direction;
import io.recvq.net.OperationException;
import io.recvq.protocol.Frame;
import io.recvq.protocol.Malformed;
import io.recvq.render.Escape;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses packets and collects comments for them while each is decoded, for {@link #write} to keep:
 * what recvq found about a packet stands beside it in Wireshark.
 */
public final class ExportView implements DecodeView {
  private final PacketSink sink;
  private final boolean all;
  private final List<String> comments = new ArrayList<>();
  private boolean chosen;
  private long written;

  /**
   * Writes packets to a file as they pass.
   *
   * @param all whether every packet is kept; otherwise those that the view is told something of
   */
  public ExportView(PacketSink sink, boolean all) {
    this.sink = sink;
    this.all = all;
  }

  /** Keeps the packet that was just decoded, if it was chosen. */
  public void write(CapturedPacket packet, String device) throws OperationException {
    if (all || chosen) {
      sink.write(packet, device, comments);
      written++;
    }
    comments.clear();
    chosen = false;
  }

  /** How many packets were kept. */
  public long written() {
    return written;
  }

  @Override
  public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
    chosen = true;
    if (notes != 0) {
      comments.add("recvq: " + String.join(", ", Note.labels(notes)));
    }
  }

  @Override
  public void frame(DecodedStream stream, Direction direction, Frame frame) {
    chosen = true;
    comments.add(
        "recvq: completes the %s frame of %d bytes at offset %d"
            .formatted(stream.role(direction), frame.length(), frame.offset()));
  }

  @Override
  public void malformed(DecodedStream stream, Direction direction, Malformed malformed) {
    chosen = true;
    comments.add(
        "recvq: malformed %s at offset %d: %s"
            .formatted(
                malformed.reason().word(), malformed.offset(), Escape.text(malformed.detail())));
  }
}

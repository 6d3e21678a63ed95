package io.recvq.cli;

import io.recvq.capture.CaptureStatistics;
import io.recvq.capture.PcapngWriter;
import io.recvq.flow.Note;
import io.recvq.net.Direction;
import io.recvq.net.OperationException;
import io.recvq.protocol.Frame;
import io.recvq.protocol.Malformed;
import io.recvq.render.Escape;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.Segment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps packets in a pcapng file and what was found while each was decoded as its comments, so that
 * Wireshark shows recvq's findings at the packets that they are about. Without a file it does
 * nothing.
 */
final class PacketComments implements AutoCloseable {
  private final Optional<PcapngWriter> writer;
  private final String device;
  private final List<String> comments = new ArrayList<>();

  private PacketComments(Optional<PcapngWriter> writer, String device) {
    this.writer = writer;
    this.device = device;
  }

  /** Begins the file, if one is asked for. Throws OperationException when it cannot be made. */
  static PacketComments to(Optional<Path> file, String device) throws OperationException {
    return new PacketComments(
        file.isPresent() ? Optional.of(PcapngWriter.create(file.get())) : Optional.empty(), device);
  }

  /** The view, and what is found for the comments listened to on its way there. */
  DecodeView beside(DecodeView view) {
    return writer.isPresent() ? new Listener(view) : view;
  }

  /** Adds the packet that was just decoded, with what was found. */
  void write(CapturedPacket packet) throws OperationException {
    if (writer.isPresent()) {
      writer.get().write(packet, device, comments);
      comments.clear();
    }
  }

  void flush() throws OperationException {
    if (writer.isPresent()) {
      writer.get().flush();
    }
  }

  /** Adds the kernel's counters. */
  void finish(CaptureStatistics statistics) throws OperationException {
    if (writer.isPresent()) {
      writer.get().statistics(statistics);
    }
  }

  @Override
  public void close() throws OperationException {
    if (writer.isPresent()) {
      writer.get().close();
    }
  }

  private final class Listener extends PassingView {
    Listener(DecodeView view) {
      super(view);
    }

    @Override
    public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
      if (notes != 0) {
        comments.add("recvq: " + String.join(", ", Note.labels(notes)));
      }
      super.segment(stream, direction, segment, notes);
    }

    @Override
    public void frame(DecodedStream stream, Direction direction, Frame frame) {
      comments.add(
          "recvq: completes the "
              + stream.role(direction)
              + " frame of "
              + frame.length()
              + " bytes at offset "
              + frame.offset());
      super.frame(stream, direction, frame);
    }

    @Override
    public void malformed(DecodedStream stream, Direction direction, Malformed malformed) {
      comments.add(
          "recvq: malformed "
              + malformed.reason().word()
              + " at offset "
              + malformed.offset()
              + ": "
              + Escape.text(malformed.detail()));
      super.malformed(stream, direction, malformed);
    }
  }
}

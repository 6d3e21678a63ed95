package io.recvq.traffic;

import io.recvq.flow.Note;
import io.recvq.flow.TcpStream;
import io.recvq.net.Direction;
import io.recvq.render.LineBuilder;
import io.recvq.render.Style;
import io.recvq.render.TextOut;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import io.recvq.wire.TcpOptions;

/**
 * A line a packet, in the manner of tshark: number, time, ends, flags, relative sequence numbers,
 * window, length, options, and what is remarkable about it.
 */
public final class PacketText implements DecodeView {
  private final TextOut out;
  private final Style style;
  private final boolean withTimestamps;
  private final LineBuilder line = new LineBuilder();
  private final TcpOptions options = new TcpOptions();
  private final FrameText.Clock clock = new FrameText.Clock();
  private int endpointWidth = "127.0.0.1:65535".length();

  /** Lines with the options of handshakes and without timestamps of the others. */
  public PacketText(TextOut out, Style style) {
    this(out, style, true);
  }

  /**
   * Lines go to the output, coloured by the style.
   *
   * @param withTimestamps whether TSval and TSecr are shown, which make a line long
   */
  public PacketText(TextOut out, Style style, boolean withTimestamps) {
    this.out = out;
    this.style = style;
    this.withTimestamps = withTimestamps;
  }

  @Override
  public void began(long nanos) {
    clock.see(nanos);
  }

  @Override
  public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
    show(stream.tcp(), direction, segment, notes, stream.from(direction), stream.to(direction));
  }

  /** Writes the line of a segment that a {@link io.recvq.flow.FlowTracker} has just accepted. */
  void show(
      TcpStream stream, Direction direction, Segment segment, int notes, String from, String to) {
    clock.see(segment.timeNanos());
    line.right(segment.number(), 5).spaces(1);
    clock.append(line, segment.timeNanos(), 10);
    endpointWidth = Math.max(endpointWidth, Math.max(from.length(), to.length()));
    line.spaces(1 + endpointWidth - from.length()).text(from).text(" → ").left(to, endpointWidth);
    line.text(" [").text(TcpFlags.names(segment.flags())).text("] Seq=");
    line.number(stream.relativeSeq(segment, direction));
    if (segment.has(TcpFlags.ACK)) {
      line.text(" Ack=").number(stream.relativeAck(segment, direction));
    }
    line.text(" Win=").number(stream.windowBytes(direction));
    line.text(" Len=").number(segment.payloadLength());
    options(stream, direction, segment);
    if (notes != 0) {
      notes(stream, direction, notes);
    }
    line.writeTo(out);
  }

  private void options(TcpStream stream, Direction direction, Segment segment) {
    segment.readOptions(options);
    if (options.maxSegmentBytes() != TcpOptions.ABSENT) {
      line.text(" MSS=").number(options.maxSegmentBytes());
    }
    if (options.sackPermitted()) {
      line.text(" SACK_PERM");
    }
    if (withTimestamps && options.hasTimestamps()) {
      line.text(" TSval=").number(options.timestamp());
      line.text(" TSecr=").number(options.timestampEcho());
    }
    if (options.windowShift() != TcpOptions.ABSENT) {
      line.text(" WS=").number(1L << options.windowShift());
    }
    for (int i = 0; i < options.sackBlocks(); i++) {
      line.text(" SLE=").number(stream.relative(options.sackLeft(i), direction.opposite()));
      line.text(" SRE=").number(stream.relative(options.sackRight(i), direction.opposite()));
    }
  }

  private void notes(TcpStream stream, Direction direction, int notes) {
    for (String label : Note.labels(notes)) {
      String shown =
          label.equals(Note.DUP_ACK.label())
              ? label + " " + stream.dupAckOf(direction) + "#" + stream.dupAcks(direction)
              : label;
      boolean bad = label.startsWith("zero-window") || label.equals(Note.WINDOW_FULL.label());
      String text = "[" + shown + "]";
      line.spaces(1).text(bad ? style.red(text) : style.yellow(text));
    }
  }
}

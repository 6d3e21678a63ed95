package io.recvq.traffic;

import io.recvq.flow.StreamEnd;
import io.recvq.net.Direction;
import io.recvq.protocol.Frame;
import io.recvq.protocol.Malformed;
import io.recvq.wire.Segment;
import java.nio.ByteBuffer;

/** Passes everything on to another view; for views that listen or choose on the way. */
abstract class PassingView implements DecodeView {
  private final DecodeView next;

  PassingView(DecodeView next) {
    this.next = next;
  }

  @Override
  public void began(long nanos) {
    next.began(nanos);
  }

  @Override
  public void opened(DecodedStream stream) {
    next.opened(stream);
  }

  @Override
  public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
    next.segment(stream, direction, segment, notes);
  }

  @Override
  public void bytes(
      DecodedStream stream, Direction direction, long offset, ByteBuffer buffer, int from, int to) {
    next.bytes(stream, direction, offset, buffer, from, to);
  }

  @Override
  public void frame(DecodedStream stream, Direction direction, Frame frame) {
    next.frame(stream, direction, frame);
  }

  @Override
  public void malformed(DecodedStream stream, Direction direction, Malformed malformed) {
    next.malformed(stream, direction, malformed);
  }

  @Override
  public void gap(DecodedStream stream, Direction direction, long offset, long size) {
    next.gap(stream, direction, offset, size);
  }

  @Override
  public void conflict(
      DecodedStream stream, Direction direction, long offset, int length, long packet) {
    next.conflict(stream, direction, offset, length, packet);
  }

  @Override
  public void ended(DecodedStream stream, Direction direction, StreamEnd why) {
    next.ended(stream, direction, why);
  }

  @Override
  public void closed(DecodedStream stream) {
    next.closed(stream);
  }

  @Override
  public void dismissed(DecodedStream stream) {
    next.dismissed(stream);
  }

  @Override
  public void finish(DecodeSummary summary) {
    next.finish(summary);
  }
}

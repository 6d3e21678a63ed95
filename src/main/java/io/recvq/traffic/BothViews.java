package io.recvq.traffic;

import io.recvq.flow.StreamEnd;
import io.recvq.net.Direction;
import io.recvq.protocol.Frame;
import io.recvq.protocol.Malformed;
import io.recvq.wire.Segment;

/** Tells a listener of segments, frames and malformed bytes, and a view of everything. */
public final class BothViews extends PassingView {
  private final DecodeView listener;

  /** Shows the same to the one and then to the other. */
  public BothViews(DecodeView listener, DecodeView view) {
    super(view);
    this.listener = listener;
  }

  @Override
  public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
    listener.segment(stream, direction, segment, notes);
    super.segment(stream, direction, segment, notes);
  }

  @Override
  public void frame(DecodedStream stream, Direction direction, Frame frame) {
    listener.frame(stream, direction, frame);
    super.frame(stream, direction, frame);
  }

  @Override
  public void malformed(DecodedStream stream, Direction direction, Malformed malformed) {
    listener.malformed(stream, direction, malformed);
    super.malformed(stream, direction, malformed);
  }

  @Override
  public void ended(DecodedStream stream, Direction direction, StreamEnd why) {
    listener.ended(stream, direction, why);
    super.ended(stream, direction, why);
  }
}

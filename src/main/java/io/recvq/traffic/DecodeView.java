package io.recvq.traffic;

import io.recvq.flow.StreamEnd;
import io.recvq.net.Direction;
import io.recvq.protocol.Frame;
import io.recvq.protocol.Malformed;
import io.recvq.wire.Segment;
import java.nio.ByteBuffer;

/**
 * What is shown of a capture: told of everything that decoding finds, in order, and writes what it
 * is for. Views that say nothing of a kind of thing leave its method alone.
 */
public interface DecodeView {
  /** The time of the capture's first packet that has one, of whatever protocol; told once. */
  default void began(long nanos) {}

  /** A new connection. */
  default void opened(DecodedStream stream) {}

  /**
   * A TCP segment; its view is filled anew for the next one.
   *
   * @param notes a set of {@link io.recvq.flow.Note}s
   */
  default void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {}

  /** The next bytes of a direction, in order, framed or not; gone after the call. */
  default void bytes(
      DecodedStream stream,
      Direction direction,
      long offset,
      ByteBuffer buffer,
      int from,
      int to) {}

  /** A frame; its bytes may be gone after the call. The stream knows packet and time. */
  default void frame(DecodedStream stream, Direction direction, Frame frame) {}

  /** Bytes of a framed stream that are no frame. The stream knows packet and time. */
  default void malformed(DecodedStream stream, Direction direction, Malformed malformed) {}

  /** Bytes that the capture does not have, on any stream. */
  default void gap(DecodedStream stream, Direction direction, long offset, long size) {}

  /** Bytes came again with another content; the first stand. */
  default void conflict(
      DecodedStream stream, Direction direction, long offset, int length, long packet) {}

  /** Nothing more comes in this direction. */
  default void ended(DecodedStream stream, Direction direction, StreamEnd why) {}

  /** The connection is over, or the capture is. */
  default void closed(DecodedStream stream) {}

  /** The connection is over, and is not one of those to be shown: what is held of it can go. */
  default void dismissed(DecodedStream stream) {}

  /** The capture is over. */
  default void finish(DecodeSummary summary) {}
}

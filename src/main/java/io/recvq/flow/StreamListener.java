package io.recvq.flow;

import io.recvq.net.Direction;
import io.recvq.wire.Segment;
import java.nio.ByteBuffer;

/**
 * Told of what happens on one connection, in the order in which it becomes known. For each
 * direction the calls of {@link #bytes} and {@link #gap} cover the stream without overlap from
 * offset 0 on.
 */
public interface StreamListener {
  /** A listener that is told nothing. */
  StreamListener NONE = new StreamListener() {};

  /**
   * A segment arrived; comes before what its bytes lead to.
   *
   * @param notes a set of {@link Note}s
   */
  default void segment(Segment segment, Direction direction, int notes) {}

  /**
   * The next bytes in order, those of {@code buffer} from {@code from} to before {@code to}.
   *
   * @param offset of the first one in its direction of the stream
   * @param packet the packet with which these bytes were there in order: the highest number among
   *     those that carried this and everything before
   * @param timeNanos the time of that packet
   */
  default void bytes(
      Direction direction,
      long offset,
      ByteBuffer buffer,
      int from,
      int to,
      long packet,
      long timeNanos) {}

  /** Bytes that the capture does not have. */
  default void gap(Direction direction, long offset, long size) {}

  /**
   * Bytes arrived a second time with another content; the first ones stand.
   *
   * @param packet the later packet
   */
  default void conflict(Direction direction, long offset, int length, long packet) {}

  /** Nothing more comes in this direction. */
  default void ended(Direction direction, StreamEnd why) {}

  /** Both directions have ended and no further segment belongs to the connection. */
  default void closed() {}
}

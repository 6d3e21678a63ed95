package io.recvq.net;

/**
 * The two ends of a connection.
 *
 * @param first sender of the first packet that was seen, the source of {@link Direction#FORWARD}
 */
public record FlowKey(Endpoint first, Endpoint second) {

  /** Who sends in this direction. */
  public Endpoint from(Direction direction) {
    return direction == Direction.FORWARD ? first : second;
  }

  /** Who receives in this direction. */
  public Endpoint to(Direction direction) {
    return direction == Direction.FORWARD ? second : first;
  }

  /** The same connection seen from its other end. */
  public FlowKey reversed() {
    return new FlowKey(second, first);
  }

  /** Whether both name the same connection, from whichever end. */
  public boolean sameConnection(FlowKey other) {
    return equals(other) || equals(other.reversed());
  }
}

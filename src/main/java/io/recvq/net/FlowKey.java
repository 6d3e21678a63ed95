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
}

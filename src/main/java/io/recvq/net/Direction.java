package io.recvq.net;

/** One of the two ways through a connection, seen from whoever sent its first packet. */
public enum Direction {
  /** The way of the connection's first packet. */
  FORWARD,
  /** The way back. */
  REVERSE;

  public Direction opposite() {
    return this == FORWARD ? REVERSE : FORWARD;
  }
}

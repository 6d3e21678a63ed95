package io.recvq.flow;

/** Told of connections as they appear. */
public interface FlowListener {
  /** A connection's first segment was seen; answers who is told of what happens on it. */
  StreamListener opened(TcpStream stream);

  /** A connection was forgotten to make room, see {@link FlowLimits#streams}. */
  default void forgotten(TcpStream stream) {}

  /** New bytes came after the end of their direction of a connection; they are in no stream. */
  default void afterEnd(TcpStream stream, long bytes) {}

  /**
   * Bytes were missing and might still have come, but those behind them took more memory than is
   * allowed, so the hole was told as a gap.
   */
  default void outOfMemory(TcpStream stream) {}
}

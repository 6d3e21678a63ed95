package io.recvq.flow;

/** Why nothing more comes in one direction of a stream. */
public enum StreamEnd {
  /** The sender said so, and everything before its FIN was delivered or told as a gap. */
  FIN,
  /** One of the ends reset the connection. */
  RESET,
  /** A new connection took the addresses and ports. */
  REUSED,
  /** The capture has no more. */
  CAPTURE_ENDED,
  /** The connection was forgotten to make room for others. */
  FORGOTTEN
}

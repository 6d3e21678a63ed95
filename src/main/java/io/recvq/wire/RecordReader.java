package io.recvq.wire;

import java.io.IOException;
import java.util.Optional;

/** Reads the packets of one capture, in order. */
public interface RecordReader {
  /** Most bytes that a packet may have; what claims more is damage, not a packet. */
  int MAX_PACKET_BYTES = 16 << 20;

  /**
   * Fills the view with the next packet; false at the end, after which {@link #ending} says whether
   * it was the true one.
   */
  boolean next(CapturedPacket packet) throws IOException;

  /** Why reading ended before the end of the capture; empty when it did not. */
  Optional<Ending> ending();

  /**
   * An ending that came too early.
   *
   * @param cutOff whether the file just stops inside a record; otherwise a record contradicts the
   *     format and what follows cannot be found
   * @param reason in words, with the packet's number
   */
  record Ending(boolean cutOff, String reason) {}
}

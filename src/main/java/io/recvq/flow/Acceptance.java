package io.recvq.flow;

import io.recvq.net.SeqNumber;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;

/**
 * Whether an end takes a segment for its connection, as far as a capture shows it: resets out of
 * the window are ignored, and so is what belongs to an earlier connection of the same ports.
 */
final class Acceptance {
  /** How far behind its end a segment of an earlier connection may be. */
  private static final int OLD_BYTES = 1 << 16;

  private Acceptance() {}

  /**
   * Whether a reset is within the receiver's window (RFC 9293 section 3.10.7.4). A receiver that
   * has not acknowledged anything, or whose window has an unknown scale, may take all.
   */
  static boolean isResetTaken(Segment reset, HalfStream sender, HalfStream receiver) {
    if (!receiver.hasAck) {
      return true;
    }
    int beyond = SeqNumber.difference(reset.seq(), receiver.lastAck);
    if (beyond < 0 || receiver.windowShift == HalfStream.SHIFT_UNKNOWN) {
      return beyond >= 0;
    }
    int sent = sender.hasNext ? SeqNumber.difference(sender.nextSeq, receiver.lastAck) : 0;
    return beyond <= Math.max(receiver.windowBytes(), sent);
  }

  /**
   * Whether a segment shows that its sender did not reset the connection, whoever sent the reset:
   * it has bytes from behind the reset, or acknowledges what was sent after it.
   */
  static boolean deniesReset(Segment segment, HalfStream sender) {
    if (segment.has(TcpFlags.RST)) {
      return false;
    }
    int end = segment.seq() + segment.payloadLength();
    boolean sendsMore = segment.payloadLength() > 0 && SeqNumber.isAfter(end, sender.resetSeq);
    return sendsMore
        || segment.has(TcpFlags.ACK) && SeqNumber.isAfter(segment.ack(), sender.resetPeerNext);
  }

  /**
   * Whether a segment that comes before both SYNs were seen is one of the connection before: what a
   * server that still has it answers to the new SYN, the client's reset for that (RFC 9293 section
   * 3.5.1), and what was late.
   */
  static boolean isOfPredecessor(Segment segment, HalfStream sender, HalfStream receiver) {
    if (!sender.hasOldNext || segment.has(TcpFlags.SYN) || sender.sawSyn && receiver.sawSyn) {
      return false;
    }
    int behind = SeqNumber.difference(sender.oldNextSeq, segment.seq());
    boolean fitsNew =
        sender.sawSyn
            && !SeqNumber.isBefore(segment.seq(), sender.baseSeq)
            && !SeqNumber.isAfter(segment.seq(), sender.nextSeq);
    return behind >= 0 && behind <= OLD_BYTES && !fitsNew;
  }
}

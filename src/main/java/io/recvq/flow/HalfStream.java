package io.recvq.flow;

import io.recvq.net.Direction;
import io.recvq.wire.Checksum;
import io.recvq.wire.Segment;
import java.nio.ByteBuffer;

/** One direction of a stream: what its segments said so far, and its bytes. */
final class HalfStream implements Reassembler.Sink {
  /** The sender has not said in a SYN whether it scales windows. */
  static final int SHIFT_UNKNOWN = -1;

  /** Windows are used as they stand. */
  static final int SHIFT_NONE = -2;

  final TcpStream stream;
  final Direction direction;
  final Reassembler reassembler;

  long packets;
  long payloadBytes;
  long gapBytes;
  int gaps;
  boolean sawSyn;
  boolean sawFin;
  boolean sawReset;
  boolean ended;

  private long rightChecksums;
  private long wrongChecksums;

  // Where the reset stood, and how far the other end had sent by then; see Acceptance.
  int resetSeq;
  int resetPeerNext;

  // Where the sender stood in the connection that had these ports before.
  boolean hasOldNext;
  int oldNextSeq;

  // What Wireshark's notes rest on; see TcpAnalyzer.
  boolean hasBase;
  boolean baseIsGuess;
  int baseSeq;
  boolean hasNext;
  int nextSeq;
  long nextSeqPacket;
  long nextSeqNanos;
  int firstSeq;
  final Holes holes = new Holes();
  boolean hasMaxToAck;
  int maxToAck;
  boolean hasLast;
  boolean hasAck;
  int lastAck;
  long lastAckNanos;
  int window;
  boolean windowFromSyn;
  int windowShift = SHIFT_UNKNOWN;
  int lastNotes;
  int dupAcks;
  long lastNonDupPacket;
  int sackBlocks;
  int[] sackEdges = {};

  HalfStream(TcpStream stream, Direction direction, MemoryBudget budget) {
    this.stream = stream;
    this.direction = direction;
    this.reassembler = new Reassembler(this, budget);
  }

  /** The window that the last segment advertised, in bytes. */
  long windowBytes() {
    return windowShift > 0 && !windowFromSyn ? (long) window << windowShift : window;
  }

  /**
   * Whether the receiver of a segment with this checksum drops it. Where no more are right than
   * wrong, it is the capture that saw them before they were computed.
   */
  boolean isDropped(Checksum checksum) {
    boolean dropped = checksum == Checksum.WRONG && rightChecksums > wrongChecksums;
    rightChecksums += checksum == Checksum.RIGHT ? 1 : 0;
    wrongChecksums += checksum == Checksum.WRONG ? 1 : 0;
    return dropped;
  }

  /** A segment that changes nothing here is only shown: its numbers until there are others. */
  void passOver(Segment segment) {
    if (!hasBase) {
      baseSeq = segment.seq() - 1;
      window = segment.window();
    }
  }

  @Override
  public void bytes(long offset, ByteBuffer buffer, int from, int to, long packet, long timeNanos) {
    stream.listener.bytes(direction, offset, buffer, from, to, packet, timeNanos);
  }

  @Override
  public void gap(long offset, long size) {
    gaps++;
    gapBytes += size;
    stream.listener.gap(direction, offset, size);
  }

  @Override
  public void conflict(long offset, int length, long packet) {
    stream.listener.conflict(direction, offset, length, packet);
  }

  @Override
  public void afterEnd(long bytes) {
    stream.flowListener.afterEnd(stream, bytes);
  }

  @Override
  public void outOfMemory() {
    stream.flowListener.outOfMemory(stream);
  }
}

package io.recvq.flow;

import io.recvq.net.SeqNumber;
import io.recvq.wire.Segment;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the bytes of one direction in order.
 *
 * <p>Positions are 64-bit offsets from the first byte of the stream. Everything before {@code next}
 * was handed out, as bytes or as a gap; what arrived beyond waits in {@code pending} as pieces that
 * never overlap. Of a byte that arrives more than once the first arrival stands, and a different
 * content is told as a conflict.
 *
 * <p>A hole is given up as a gap when the stream ends, when the receiver acknowledged bytes behind
 * it and {@link #PATIENCE_NANOS} have passed (so it lost nothing, the capture did), or when what
 * waits takes too much memory.
 */
final class Reassembler {
  /** How long after its acknowledgment a byte may still turn up in a capture. */
  static final long PATIENCE_NANOS = 1_000_000_000L;

  /** What a waiting piece takes beside its bytes. */
  private static final int PIECE_BYTES = 128;

  /** Where bytes, gaps and conflicts go. */
  interface Sink {
    void bytes(long offset, ByteBuffer buffer, int from, int to, long packet, long timeNanos);

    void gap(long offset, long size);

    void conflict(long offset, int length, long packet);

    void afterEnd(long bytes);

    void outOfMemory();
  }

  /** Bytes that wait for earlier ones. */
  private record Piece(
      ByteBuffer buffer, int from, int length, long packet, long timeNanos, int heldBytes) {}

  private final Sink sink;
  private final MemoryBudget budget;
  private final DeliveredRing delivered = new DeliveredRing();
  private @Nullable NavigableMap<Long, Piece> pending;

  private boolean started;
  private boolean startIsCertain;
  private int base;
  private long next;

  /** Highest packet among those whose bytes were handed out, and its time. */
  private long packet;

  private long packetNanos;

  private long finAt = -1;
  private long ackedTo;
  private long lengthKnownTo;
  private long holeAckedSince;
  private boolean holeIsAcked;
  private long heldBytes;

  Reassembler(Sink sink, MemoryBudget budget) {
    this.sink = sink;
    this.budget = budget;
  }

  /**
   * Sets the sequence number of the first byte, unless it is known.
   *
   * @param certain whether it comes from a SYN; otherwise an earlier byte that turns up before any
   *     was handed out moves it back
   */
  void startAt(int firstSeq, boolean certain) {
    if (!started || certain && !startIsCertain && isUntouched()) {
      moveBase(firstSeq);
      started = true;
      startIsCertain = certain;
    }
  }

  private boolean isUntouched() {
    return next == 0 && heldBytes == 0;
  }

  private void moveBase(int firstSeq) {
    int back = started ? SeqNumber.difference(base, firstSeq) : 0;
    base = firstSeq;
    ackedTo += back;
    lengthKnownTo += back;
    finAt = finAt < 0 ? -1 : finAt + back;
  }

  /** Takes a segment's payload, which starts at the sequence number given. */
  void accept(Segment segment, int seq) {
    startAt(seq, false);
    long at = SeqNumber.position(seq, base, next);
    if (at < 0 && !startIsCertain && isUntouched()) {
      moveBase(seq);
      at = 0;
    }
    lengthKnownTo = Math.max(lengthKnownTo, at + segment.payloadLength());
    int length = segment.payloadCaptured();
    if (finAt >= 0 && at + length > finAt) {
      tellAfter(finAt, at, segment);
      length = (int) Math.max(0, finAt - at);
    }
    if (at == next && pending == null) {
      if (length > 0) {
        hand(segment, at, segment.payloadOffset(), length);
      }
    } else {
      acceptOutOfPlace(segment, at, length);
    }
  }

  /** Counts what new bytes a segment has although the stream has ended. */
  void refuse(Segment segment, int seq) {
    tellAfter(next, SeqNumber.position(seq, base, next), segment);
  }

  private void tellAfter(long end, long at, Segment segment) {
    long beyond = at + segment.payloadLength() - Math.max(end, at);
    // The one byte of a keep-alive is no data (RFC 9293 section 3.8.4).
    if (beyond > 0 && segment.payloadLength() > 1) {
      sink.afterEnd(beyond);
    }
  }

  private void hand(Segment segment, long at, int from, int length) {
    if (segment.lasting()) {
      delivered.add(at, segment.lastingBuffer(), segment.lastingPosition(from), length);
    }
    handOut(segment.buffer(), from, length, segment.number(), segment.timeNanos());
  }

  private void handOut(ByteBuffer buffer, int from, int length, long number, long timeNanos) {
    if (number >= packet) {
      packet = number;
      packetNanos = timeNanos;
    }
    long at = next;
    next += length;
    sink.bytes(at, buffer, from, from + length, packet, packetNanos);
  }

  /** Bytes that came before, or wait for others, or both. */
  private void acceptOutOfPlace(Segment segment, long start, int length) {
    long at = start;
    int from = segment.payloadOffset();
    int left = length;
    if (at < next) {
      int old = (int) Math.min(left, next - at);
      // The one byte of a keep-alive is no data (RFC 9293 section 3.8.4).
      if (segment.payloadLength() > 1) {
        compareWithDelivered(segment, at, from, old);
      }
      at += old;
      from += old;
      left -= old;
    }
    if (left <= 0) {
      return;
    }
    if (pending == null) {
      if (at == next) {
        hand(segment, at, from, left);
        return;
      }
      pending = new TreeMap<>();
    }
    insert(pending, segment, at, from, left);
    drain();
    if (heldBytes > budget.limits.streamBytes()) {
      giveUpFirstHole();
    }
    budget.enforce();
  }

  private void compareWithDelivered(Segment segment, long at, int from, int length) {
    long different = delivered.firstDifference(at, segment.buffer(), from, length);
    if (different >= 0) {
      sink.conflict(different, (int) (at + length - different), segment.number());
    }
  }

  /** Adds those bytes that no waiting piece has, and compares those that one has. */
  private void insert(
      NavigableMap<Long, Piece> pieces, Segment segment, long start, int from, int length) {
    long at = start;
    long end = start + length;
    Map.Entry<Long, Piece> before = pieces.floorEntry(at);
    Map.Entry<Long, Piece> over =
        before != null && before.getKey() + before.getValue().length > at
            ? before
            : pieces.higherEntry(at);
    while (at < end) {
      long holeEnd = over == null ? end : Math.min(end, over.getKey());
      if (at < holeEnd) {
        hold(pieces, segment, at, from + (int) (at - start), (int) (holeEnd - at));
        at = holeEnd;
      }
      if (over != null && at < end) {
        long overEnd = Math.min(end, over.getKey() + over.getValue().length);
        compareWithPending(over, segment, at, from + (int) (at - start), (int) (overEnd - at));
        at = overEnd;
        over = pieces.higherEntry(over.getKey());
      }
    }
  }

  private void hold(
      NavigableMap<Long, Piece> pieces, Segment segment, long at, int from, int length) {
    ByteBuffer kept = segment.lastingBuffer();
    int keptFrom = segment.lastingPosition(from);
    int cost = PIECE_BYTES;
    if (!segment.lasting()) {
      byte[] copy = new byte[length];
      segment.buffer().get(from, copy);
      kept = ByteBuffer.wrap(copy);
      keptFrom = 0;
      cost += length;
    }
    pieces.put(at, new Piece(kept, keptFrom, length, segment.number(), segment.timeNanos(), cost));
    heldBytes += cost;
    budget.took(this, cost);
  }

  private void compareWithPending(
      Map.Entry<Long, Piece> entry, Segment segment, long at, int from, int length) {
    Piece piece = entry.getValue();
    int pieceFrom = piece.from + (int) (at - entry.getKey());
    int different = mismatch(piece.buffer, pieceFrom, segment.buffer(), from, length);
    if (different >= 0) {
      sink.conflict(at + different, length - different, segment.number());
    }
  }

  /** Index of the first byte that differs, or -1. */
  static int mismatch(ByteBuffer one, int oneFrom, ByteBuffer other, int otherFrom, int length) {
    return one.slice(oneFrom, length).mismatch(other.slice(otherFrom, length));
  }

  /** Hands out what has no hole before it any more. */
  private void drain() {
    while (pending != null) {
      Map.Entry<Long, Piece> first = pending.firstEntry();
      if (first.getKey() != next) {
        return;
      }
      release(pending, first);
      Piece piece = first.getValue();
      delivered.add(next, piece.buffer, piece.from, piece.length);
      ByteBuffer bytes = piece.buffer;
      int from = piece.from;
      if (bytes.isDirect()) {
        bytes = budget.copied(bytes, from, piece.length);
        from = 0;
      }
      handOut(bytes, from, piece.length, piece.packet, piece.timeNanos);
    }
  }

  private void release(NavigableMap<Long, Piece> pieces, Map.Entry<Long, Piece> entry) {
    pieces.remove(entry.getKey());
    if (pieces.isEmpty()) {
      pending = null;
    }
    holeIsAcked = false;
    heldBytes -= entry.getValue().heldBytes;
    budget.gave(this, entry.getValue().heldBytes);
  }

  /** Memory that waiting bytes take. */
  long heldBytes() {
    return heldBytes;
  }

  /** Tells the first hole as a gap, for lack of memory. */
  void giveUpFirstHole() {
    if (!holeIsAcked) {
      sink.outOfMemory();
    }
    skipFirstHole();
  }

  private void skipFirstHole() {
    if (pending != null) {
      gapTo(pending.firstKey());
      drain();
    }
  }

  private void gapTo(long end) {
    long at = next;
    next = end;
    holeIsAcked = false;
    sink.gap(at, end - at);
  }

  /** The receiver has everything before this sequence number. */
  void acknowledged(int ack) {
    ackedTo = Math.max(ackedTo, SeqNumber.position(ack, base, next));
  }

  /** Gives up holes whose bytes the receiver has had for long. */
  void giveUpAckedHoles(long nowNanos) {
    while (pending != null && ackedTo >= pending.firstKey()) {
      if (!holeIsAcked) {
        holeIsAcked = true;
        holeAckedSince = nowNanos;
      }
      if (nowNanos - holeAckedSince < PATIENCE_NANOS) {
        return;
      }
      skipFirstHole();
    }
  }

  /** Whether bytes wait for earlier ones. */
  boolean isWaiting() {
    return pending != null;
  }

  /** The stream ends before this sequence number. */
  void finishAt(int finSeq) {
    startAt(finSeq, false);
    long at = SeqNumber.position(finSeq, base, next);
    if (finAt < 0 && at >= next && at >= lengthKnownTo) {
      finAt = at;
    }
  }

  /**
   * Whether everything up to the FIN was handed out. Where the first thing seen is a FIN, data that
   * it overtook may follow until the receiver has acknowledged it.
   */
  boolean isFinished() {
    boolean nothingBefore = startIsCertain || next > 0 || ackedTo > finAt;
    return finAt >= 0 && next >= finAt && nothingBefore;
  }

  /** Nothing more comes: hands out all that waits and tells every hole, the last one included. */
  void finish() {
    while (pending != null) {
      skipFirstHole();
    }
    long end = finAt < 0 ? lengthKnownTo : finAt;
    // One acknowledged number behind the last byte seen may be a FIN that was not captured.
    if (finAt < 0 && ackedTo > end + 1) {
      end = ackedTo;
    }
    if (end > next) {
      gapTo(end);
    }
  }

  /** Offset of the next byte to be handed out. */
  long next() {
    return next;
  }
}

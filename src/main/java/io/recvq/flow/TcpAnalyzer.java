package io.recvq.flow;

import io.recvq.net.SeqNumber;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import io.recvq.wire.TcpOptions;

/**
 * Finds out what is remarkable about a segment, given what went before on its connection. The rules
 * are those of Wireshark's TCP analysis, so that both use a word for the same thing; where recvq
 * differs on purpose, a comment says so, and so does the documentation.
 */
final class TcpAnalyzer {
  /** A retransmission this soon after the acknowledgments that ask for it is a fast one. */
  private static final long FAST_NANOS = 20_000_000;

  private static final int NO_DATA_FLAGS = TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST;

  /** What is said of segments whose numbers were passed before. */
  private static final int PASSED =
      Note.RETRANSMISSION.bit() | Note.FAST_RETRANSMISSION.bit() | Note.OUT_OF_ORDER.bit();

  private final TcpOptions options = new TcpOptions();

  /** The notes of a segment; updates the state of both directions. */
  int analyse(
      TcpStream stream, HalfStream forward, HalfStream reverse, Segment segment, long nowNanos) {
    learnStart(stream, forward, reverse, segment, nowNanos);
    int notes = sizeNotes(forward, reverse, segment);
    if (forward.hasLast && segment.ack() != forward.lastAck) {
      forward.lastNonDupPacket = segment.number();
      forward.dupAcks = 0;
    } else if (!forward.hasLast) {
      forward.lastNonDupPacket = segment.number();
    }
    notes = ackedUnseen(notes, forward, reverse, segment);
    notes |= repeated(notes, stream, forward, reverse, segment, nowNanos);
    advance(notes, forward, segment, nowNanos);
    return notes;
  }

  private void learnStart(
      TcpStream stream, HalfStream forward, HalfStream reverse, Segment segment, long nowNanos) {
    boolean syn = segment.has(TcpFlags.SYN);
    boolean ack = segment.has(TcpFlags.ACK);
    if (!forward.hasBase || syn && forward.baseIsGuess) {
      forward.hasBase = true;
      forward.baseIsGuess = !syn;
      forward.baseSeq = syn ? segment.seq() : segment.seq() - 1;
    }
    if (!reverse.hasBase && ack) {
      reverse.hasBase = true;
      reverse.baseIsGuess = true;
      reverse.baseSeq = segment.ack() - 1;
    }
    if (syn) {
      learnWindowScale(forward, reverse, segment, ack);
      if (!ack) {
        stream.synNanos = nowNanos;
      }
    } else if (ack
        && stream.handshakeNanos == 0
        && forward.sawSyn
        && reverse.sawSyn
        && segment.seq() == forward.baseSeq + 1
        && segment.ack() == reverse.baseSeq + 1) {
      stream.handshakeNanos = Math.max(0, nowNanos - stream.synNanos);
    }
  }

  /** Windows are scaled only when both SYNs say so (RFC 7323 section 2.2). */
  private void learnWindowScale(
      HalfStream forward, HalfStream reverse, Segment segment, boolean isAnswer) {
    segment.readOptions(options);
    if (options.windowShift() == TcpOptions.ABSENT) {
      forward.windowShift = HalfStream.SHIFT_NONE;
      reverse.windowShift = HalfStream.SHIFT_NONE;
    } else if (isAnswer && reverse.windowShift == HalfStream.SHIFT_NONE) {
      forward.windowShift = HalfStream.SHIFT_NONE;
    } else {
      forward.windowShift = options.windowShift();
    }
  }

  /** What sequence numbers, length and window say by themselves. */
  private static int sizeNotes(HalfStream forward, HalfStream reverse, Segment segment) {
    int length = segment.payloadLength();
    int window = segment.window();
    boolean plain = (segment.flags() & NO_DATA_FLAGS) == 0;
    boolean expected = forward.hasNext && segment.seq() == forward.nextSeq;
    boolean peerIsFull = reverse.hasLast && reverse.window == 0;
    int notes = 0;

    if (length == 1 && expected && peerIsFull && plain) {
      return Note.ZERO_WINDOW_PROBE.bit();
    }
    if (window == 0 && plain) {
      notes |= Note.ZERO_WINDOW.bit();
    }
    if (forward.hasNext
        && SeqNumber.isAfter(segment.seq(), forward.nextSeq)
        && !segment.has(TcpFlags.RST)) {
      notes |= Note.PREVIOUS_SEGMENT_LOST.bit();
    }
    if (length <= 1 && forward.hasNext && segment.seq() == forward.nextSeq - 1 && plain) {
      // Linux probes a zero window with the segment of a keep-alive. Wireshark says keep-alive.
      notes |= peerIsFull ? Note.ZERO_WINDOW_PROBE.bit() : Note.KEEP_ALIVE.bit();
    }
    if (length > 0 && plain && fillsWindow(reverse, segment)) {
      notes |= Note.WINDOW_FULL.bit();
    }
    boolean repeatsAck =
        length == 0 && plain && expected && forward.hasLast && segment.ack() == forward.lastAck;
    return repeatsAck ? notes | repeatedAckNotes(forward, reverse, window) : notes;
  }

  /** An empty segment with the sequence and acknowledgment numbers of the one before. */
  private static int repeatedAckNotes(HalfStream forward, HalfStream reverse, int window) {
    if (window != forward.window) {
      return window == 0 ? 0 : Note.WINDOW_UPDATE.bit();
    }
    if (window == 0) {
      return Note.ZERO_WINDOW_PROBE.in(reverse.lastNotes) ? Note.ZERO_WINDOW_PROBE_ACK.bit() : 0;
    }
    if (Note.KEEP_ALIVE.in(reverse.lastNotes)) {
      return Note.KEEP_ALIVE_ACK.bit();
    }
    forward.dupAcks++;
    return Note.DUP_ACK.bit();
  }

  private static boolean fillsWindow(HalfStream reverse, Segment segment) {
    return reverse.hasLast
        && reverse.windowShift != HalfStream.SHIFT_UNKNOWN
        && segment.seq() + segment.payloadLength() == reverse.lastAck + (int) reverse.windowBytes();
  }

  /** Whether it acknowledges more than was seen of the other direction. */
  private static int ackedUnseen(
      int notes, HalfStream forward, HalfStream reverse, Segment segment) {
    if (!segment.has(TcpFlags.ACK)
        || !reverse.hasMaxToAck
        || !SeqNumber.isAfter(segment.ack(), reverse.maxToAck)) {
      return notes;
    }
    boolean takesProbe =
        forward.hasLast
            && segment.ack() == forward.lastAck + 1
            && forward.hasNext
            && segment.seq() == forward.nextSeq
            && Note.ZERO_WINDOW_PROBE.in(reverse.lastNotes);
    reverse.maxToAck = segment.ack();
    if (takesProbe) {
      // The receiver took the byte of the probe and opens its window.
      reverse.nextSeq = segment.ack();
      return notes | (segment.window() == 0 ? 0 : Note.WINDOW_UPDATE.bit());
    }
    return notes | Note.ACKED_UNSEEN.bit();
  }

  /** Retransmission, fast retransmission or out of order: sequence numbers that were passed. */
  private static int repeated(
      int notes,
      TcpStream stream,
      HalfStream forward,
      HalfStream reverse,
      Segment segment,
      long nowNanos) {
    int length = segment.payloadLength();
    boolean carries = length > 0 || segment.has(TcpFlags.SYN) || segment.has(TcpFlags.FIN);
    if (!carries
        || !forward.hasNext
        || !SeqNumber.isBefore(segment.seq(), forward.nextSeq)
        || Note.KEEP_ALIVE.in(notes)
        || Note.ZERO_WINDOW_PROBE.in(notes)) {
      return 0;
    }
    // After a probe of one byte the data starts at that byte; it is new for all that.
    boolean passed = !(length > 1 && segment.seq() == forward.nextSeq - 1);
    if (!passed || length > 0 && isAcked(reverse, segment)) {
      return isAcked(reverse, segment) ? Note.RETRANSMISSION.bit() : 0;
    }
    if (isOvertaken(stream, forward, reverse, segment, nowNanos)) {
      return Note.OUT_OF_ORDER.bit();
    }
    boolean fast =
        isAskedFor(reverse, segment, nowNanos) || isMissingInSack(reverse, segment, nowNanos);
    return fast ? Note.FAST_RETRANSMISSION.bit() : Note.RETRANSMISSION.bit();
  }

  /**
   * Whether a segment whose numbers were passed was overtaken rather than sent again. What begins
   * or ends with bytes seen before was sent again. What fills a hole was overtaken if it comes
   * sooner than a round trip after the hole appeared: nobody can have asked for it and got it by
   * then. Wireshark goes by duplicate acknowledgments and by the time since the newest data, which
   * is short on any busy connection; so do we where the hole or the round trip time is unknown.
   */
  private static boolean isOvertaken(
      TcpStream stream, HalfStream forward, HalfStream reverse, Segment segment, long nowNanos) {
    int end = segment.seq() + segment.sequenceLength();
    boolean known =
        segment.payloadLength() > 0 && !SeqNumber.isBefore(segment.seq(), forward.firstSeq);
    long since = known ? forward.holes.since(segment.seq()) : forward.nextSeqNanos;
    if (known && (since == Holes.NONE || forward.holes.since(end - 1) == Holes.NONE)) {
      return false;
    }
    boolean soon = nowNanos - since < stream.overtakingNanos();
    if (known && stream.handshakeNanos > 0) {
      return soon;
    }
    return soon && end != forward.nextSeq && !isAskedFor(reverse, segment, nowNanos);
  }

  /** Whether the receiver repeated just now, and often enough, that it waits for this. */
  private static boolean isAskedFor(HalfStream reverse, Segment segment, long nowNanos) {
    return repeatsAck(reverse, nowNanos) && reverse.lastAck == segment.seq();
  }

  private static boolean isMissingInSack(HalfStream reverse, Segment segment, long nowNanos) {
    int end = segment.seq() + segment.sequenceLength();
    return repeatsAck(reverse, nowNanos)
        && reverse.sackBlocks > 0
        && !isSacked(reverse, segment.seq(), end);
  }

  private static boolean repeatsAck(HalfStream reverse, long nowNanos) {
    return reverse.hasLast && reverse.dupAcks >= 2 && nowNanos - reverse.lastAckNanos < FAST_NANOS;
  }

  private static boolean isAcked(HalfStream reverse, Segment segment) {
    return reverse.hasLast
        && !SeqNumber.isAfter(segment.seq() + segment.payloadLength(), reverse.lastAck);
  }

  private static boolean isSacked(HalfStream half, int from, int to) {
    for (int i = 0; i < half.sackBlocks; i++) {
      if (!SeqNumber.isBefore(from, half.sackEdges[2 * i])
          && !SeqNumber.isAfter(to, half.sackEdges[2 * i + 1])) {
        return true;
      }
    }
    return false;
  }

  private void advance(int notes, HalfStream forward, Segment segment, long nowNanos) {
    boolean probe = Note.ZERO_WINDOW_PROBE.in(notes);
    int end = segment.seq() + segment.sequenceLength();
    if ((notes & PASSED) != 0) {
      forward.holes.fill(segment.seq(), end);
    }
    if (!probe && (!forward.hasNext || SeqNumber.isAfter(end, forward.nextSeq))) {
      learnHole(forward, segment, nowNanos);
      forward.hasNext = true;
      forward.nextSeq = end;
      forward.nextSeqPacket = segment.number();
      forward.nextSeqNanos = nowNanos;
    }
    if (!probe && (!forward.hasMaxToAck || segment.seq() == forward.maxToAck)) {
      forward.hasMaxToAck = true;
      forward.maxToAck = forward.nextSeq;
    }
    forward.hasLast = true;
    forward.window = segment.window();
    forward.windowFromSyn = segment.has(TcpFlags.SYN);
    if (segment.has(TcpFlags.ACK)) {
      forward.hasAck = true;
      forward.lastAck = segment.ack();
    }
    forward.lastAckNanos = nowNanos;
    forward.lastNotes = notes;
    learnSack(forward, segment);
  }

  /** What a segment that shows new numbers passes over. */
  private static void learnHole(HalfStream forward, Segment segment, long nowNanos) {
    if (!forward.hasNext) {
      forward.firstSeq = segment.seq();
    } else if (SeqNumber.isAfter(segment.seq(), forward.nextSeq)) {
      forward.holes.add(forward.nextSeq, segment.seq(), nowNanos);
    }
  }

  private void learnSack(HalfStream forward, Segment segment) {
    forward.sackBlocks = 0;
    if (!segment.mayHaveSack()) {
      return;
    }
    segment.readOptions(options);
    if (options.sackBlocks() > 0 && forward.sackEdges.length == 0) {
      forward.sackEdges = new int[2 * TcpOptions.MAX_SACK_BLOCKS];
    }
    forward.sackBlocks = options.sackBlocks();
    for (int i = 0; i < forward.sackBlocks; i++) {
      forward.sackEdges[2 * i] = options.sackLeft(i);
      forward.sackEdges[2 * i + 1] = options.sackRight(i);
    }
  }
}

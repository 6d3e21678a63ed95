package io.recvq.flow;

import io.recvq.net.Direction;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Follows the connections of a capture: takes its segments one by one, and tells a listener of each
 * connection, of what is remarkable about each segment, and of the bytes of both directions in
 * order. Not for several threads.
 *
 * <p>A SYN with another sequence number than the connection began with starts a new one. After a
 * reset what was on its way still counts for {@link Reassembler#PATIENCE_NANOS}; a reset's own
 * payload never does (RFC 9293 section 3.5.3). What a receiver drops for its checksum is shown, but
 * its bytes, its acknowledgment and its flags do not count ({@link HalfStream#isDropped}).
 */
public final class FlowTracker {
  private final FlowListener listener;
  private final MemoryBudget budget;
  private final StreamTable table = new StreamTable();
  private final TcpAnalyzer analyzer = new TcpAnalyzer();

  /** Connections whose reset has not taken effect, the one that is next first. */
  private final Set<TcpStream> resets = new LinkedHashSet<>();

  private long streams;
  private long nowNanos;

  public FlowTracker(FlowLimits limits, FlowListener listener) {
    this.budget = new MemoryBudget(limits);
    this.listener = listener;
  }

  /** How many connections there were. */
  public long streams() {
    return streams;
  }

  /** Takes the next segment of the capture. The view may be filled anew afterwards. */
  public void accept(Segment segment) {
    if (segment.timeNanos() != CapturedPacket.NO_TIME) {
      nowNanos = segment.timeNanos();
    }
    if (!resets.isEmpty()) {
      endResets();
    }
    int hash = table.hash(segment);
    TcpStream stream = table.find(segment, hash);
    TcpStream before = null;
    if (stream != null && startsAnew(stream, segment)) {
      close(stream, StreamEnd.REUSED);
      before = stream;
      stream = null;
    }
    if (stream == null) {
      stream = open(segment, hash);
    } else {
      table.touch(stream);
    }
    if (before != null) {
      stream.follow(before);
    }
    Direction direction =
        StreamTable.isForward(stream, segment) ? Direction.FORWARD : Direction.REVERSE;
    take(stream, direction, segment, before != null);
  }

  private static boolean startsAnew(TcpStream stream, Segment segment) {
    if ((segment.flags() & (TcpFlags.SYN | TcpFlags.ACK)) != TcpFlags.SYN) {
      return false;
    }
    HalfStream half = directionOf(stream, segment);
    // The SYN of a connection that is over can only be another connection's, whatever its number.
    boolean over = stream.hasEnded() && half.sawSyn;
    return over || half.hasBase && half.baseSeq != segment.seq();
  }

  private static HalfStream directionOf(TcpStream stream, Segment segment) {
    return stream.half(
        StreamTable.isForward(stream, segment) ? Direction.FORWARD : Direction.REVERSE);
  }

  private TcpStream open(Segment segment, int hash) {
    TcpStream idle = table.oldest();
    if (idle != null && table.size() >= budget.limits.streams()) {
      boolean hadEnded = idle.hasEnded();
      close(idle, StreamEnd.FORGOTTEN);
      if (!hadEnded) {
        listener.forgotten(idle);
      }
    }
    TcpStream stream = new TcpStream(streams++, segment, hash, listener, budget);
    table.add(stream);
    stream.listener = listener.opened(stream);
    return stream;
  }

  private void take(TcpStream stream, Direction direction, Segment segment, boolean reused) {
    HalfStream half = stream.half(direction);
    HalfStream other = stream.half(direction.opposite());
    half.packets++;
    half.payloadBytes += segment.payloadLength();
    stream.lastNanos = segment.timeNanos();
    stream.learnClient(segment, direction);
    int flags = segment.flags();
    if (Acceptance.isOfPredecessor(segment, half, other)) {
      half.passOver(segment);
      stream.listener.segment(segment, direction, 0);
      return;
    }
    half.sawSyn |= (flags & TcpFlags.SYN) != 0;
    boolean isReset = (flags & TcpFlags.RST) != 0 && Acceptance.isResetTaken(segment, half, other);
    int peerNext = other.nextSeq;
    int notes = analyzer.analyse(stream, half, other, segment, nowNanos);
    if (reused) {
      notes |= Note.REUSED_PORT.bit();
    }
    if (segment.checksumWrong()) {
      notes |= Note.BAD_CHECKSUM.bit();
    }
    stream.listener.segment(segment, direction, notes);
    if (half.isDropped(segment.checksum())) {
      return;
    }
    takeBytes(half, segment);
    // Who connects to itself acknowledges its own bytes.
    HalfStream acked = stream.isWithItself() ? half : other;
    if ((flags & TcpFlags.ACK) != 0 && !acked.ended) {
      acked.reassembler.startAt(segment.ack(), false);
      acked.reassembler.acknowledged(segment.ack());
    }
    if (isReset) {
      half.sawReset = true;
      half.resetSeq = segment.seq();
      half.resetPeerNext = peerNext;
      expectReset(stream);
    } else if (stream.resetPending && half.sawReset && Acceptance.deniesReset(segment, half)) {
      half.sawReset = false;
      stream.resetPending = false;
      resets.remove(stream);
    }
    settle(half);
    settle(other);
  }

  private void takeBytes(HalfStream half, Segment segment) {
    int flags = segment.flags();
    int seq = segment.seq();
    if ((flags & TcpFlags.RST) != 0) {
      return;
    }
    if (half.ended) {
      half.reassembler.refuse(segment, seq);
      return;
    }
    if ((flags & TcpFlags.SYN) != 0) {
      seq++;
      half.reassembler.startAt(seq, true);
    }
    if (segment.payloadLength() > 0) {
      half.reassembler.accept(segment, seq);
      if (half.stream.resetPending) {
        expectReset(half.stream);
      }
    }
    if ((flags & TcpFlags.FIN) != 0) {
      half.sawFin = true;
      half.reassembler.finishAt(seq + segment.payloadLength());
    }
  }

  /** Ends a direction that is complete, and holes that need not be waited for. */
  private void settle(HalfStream half) {
    if (half.ended) {
      return;
    }
    if (half.reassembler.isWaiting()) {
      half.reassembler.giveUpAckedHoles(nowNanos);
    }
    if (half.reassembler.isFinished()) {
      end(half, StreamEnd.FIN);
    }
  }

  private void expectReset(TcpStream stream) {
    stream.resetEffectiveNanos = nowNanos + Reassembler.PATIENCE_NANOS;
    stream.resetPending = true;
    resets.remove(stream);
    resets.add(stream);
  }

  /** Ends connections whose reset nothing has followed. */
  private void endResets() {
    while (!resets.isEmpty()) {
      TcpStream first = resets.iterator().next();
      if (first.resetEffectiveNanos > nowNanos) {
        return;
      }
      resets.remove(first);
      first.resetPending = false;
      endBoth(first, StreamEnd.RESET);
    }
  }

  private static void end(HalfStream half, StreamEnd why) {
    if (!half.ended) {
      half.reassembler.finish();
      half.ended = true;
      half.stream.listener.ended(half.direction, why);
    }
  }

  private static void endBoth(TcpStream stream, StreamEnd why) {
    end(stream.half(Direction.FORWARD), why);
    end(stream.half(Direction.REVERSE), why);
  }

  private void close(TcpStream stream, StreamEnd why) {
    if (stream.resetPending) {
      resets.remove(stream);
      stream.resetPending = false;
      endBoth(stream, StreamEnd.RESET);
    }
    endBoth(stream, why);
    table.remove(stream);
    stream.listener.closed();
  }

  /** The capture has no more: ends all connections, in the order of their numbers. */
  public void finish() {
    List<TcpStream> open = new ArrayList<>(table.size());
    for (TcpStream at = table.oldest(); at != null; at = at.newer) {
      open.add(at);
    }
    // No Comparator.comparingLong: its class is made anew in each run, which takes milliseconds.
    open.sort((one, other) -> Long.compare(one.number(), other.number()));
    for (TcpStream stream : open) {
      close(stream, StreamEnd.CAPTURE_ENDED);
    }
  }
}

package io.recvq.flow;

import io.recvq.net.Direction;
import io.recvq.net.FlowKey;
import io.recvq.net.SeqNumber;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection of a capture. What it answers is the state after the segment that was accepted
 * last.
 */
public final class TcpStream {
  /** Ports that Linux gives to clients by itself (net.ipv4.ip_local_port_range). */
  private static final int FIRST_EPHEMERAL_PORT = 32768;

  /** Segments overtake each other by less than this where no round trip time is known. */
  private static final long OVERTAKING_NANOS = 3_000_000;

  final FlowListener flowListener;
  StreamListener listener = StreamListener.NONE;

  private final long number;
  private final FlowKey key;
  final boolean v6;
  final long firstHigh;
  final long firstLow;
  final long secondHigh;
  final long secondLow;
  final int firstPort;
  final int secondPort;
  private final HalfStream forward;
  private final HalfStream reverse;
  private final long firstNanos;
  long lastNanos;
  private @Nullable Direction client;
  private boolean clientIsCertain;

  /** When the handshake's SYN was sent, and how long after it the handshake's last ACK came. */
  long synNanos;

  long handshakeNanos;

  /** When a reset takes effect; until then what was on its way still counts. */
  long resetEffectiveNanos;

  boolean resetPending;

  // Chains of the table: the bucket, and all streams by how recently they were active.
  final int hash;
  @Nullable TcpStream nextInBucket;
  @Nullable TcpStream older;
  @Nullable TcpStream newer;

  TcpStream(long number, Segment first, int hash, FlowListener flowListener, MemoryBudget budget) {
    this.number = number;
    this.flowListener = flowListener;
    this.hash = hash;
    this.key = new FlowKey(first.source(), first.target());
    this.v6 = first.v6();
    this.firstHigh = first.sourceHigh();
    this.firstLow = first.sourceLow();
    this.secondHigh = first.targetHigh();
    this.secondLow = first.targetLow();
    this.firstPort = first.sourcePort();
    this.secondPort = first.targetPort();
    this.firstNanos = first.timeNanos();
    this.forward = new HalfStream(this, Direction.FORWARD, budget);
    this.reverse = new HalfStream(this, Direction.REVERSE, budget);
  }

  /** A round trip, or what passes for one where the handshake was not seen. */
  long overtakingNanos() {
    return handshakeNanos > 0 ? handshakeNanos : OVERTAKING_NANOS;
  }

  HalfStream half(Direction direction) {
    return direction == Direction.FORWARD ? forward : reverse;
  }

  /** Whether both ends are the same, as when a client's port happens to be the one it calls. */
  boolean isWithItself() {
    return firstPort == secondPort && firstLow == secondLow && firstHigh == secondHigh;
  }

  /** Remembers where the ends stood in the connection that had these ports before. */
  void follow(TcpStream before) {
    boolean sameWay = before.key.first().equals(key.first());
    for (Direction direction : Direction.values()) {
      HalfStream old = before.half(sameWay ? direction : direction.opposite());
      half(direction).hasOldNext = old.hasNext;
      half(direction).oldNextSeq = old.nextSeq;
    }
  }

  boolean hasEnded() {
    return forward.ended && reverse.ended;
  }

  /** 0 for the first connection of the capture. */
  public long number() {
    return number;
  }

  public FlowKey key() {
    return key;
  }

  /** Time of its first segment, in nanoseconds since 1970-01-01 UTC. */
  public long firstNanos() {
    return firstNanos;
  }

  /** Time of its last segment so far. */
  public long lastNanos() {
    return lastNanos;
  }

  /** Segments that were sent in this direction. */
  public long packets(Direction direction) {
    return half(direction).packets;
  }

  /** Bytes of payload on the wire, retransmissions included. */
  public long payloadBytes(Direction direction) {
    return half(direction).payloadBytes;
  }

  /** Stream bytes handed out or told as gaps. */
  public long streamBytes(Direction direction) {
    return half(direction).reassembler.next();
  }

  public int gaps(Direction direction) {
    return half(direction).gaps;
  }

  /** Stream bytes that the capture does not have. */
  public long gapBytes(Direction direction) {
    return half(direction).gapBytes;
  }

  public boolean sawSyn(Direction direction) {
    return half(direction).sawSyn;
  }

  public boolean sawFin(Direction direction) {
    return half(direction).sawFin;
  }

  public boolean sawReset(Direction direction) {
    return half(direction).sawReset;
  }

  /**
   * The direction in which the client sends: as the handshake says, else away from the only port
   * that is no client's, else that of the first payload.
   */
  public Direction client() {
    return client == null ? guessByPorts(Direction.FORWARD) : client;
  }

  /** Says which direction the client sends in, against all guesses. */
  public void decideClient(Direction direction) {
    client = direction;
    clientIsCertain = true;
  }

  private Direction guessByPorts(Direction otherwise) {
    boolean firstIsService = firstPort < FIRST_EPHEMERAL_PORT;
    boolean secondIsService = secondPort < FIRST_EPHEMERAL_PORT;
    if (firstIsService == secondIsService) {
      return otherwise;
    }
    return firstIsService ? Direction.REVERSE : Direction.FORWARD;
  }

  /** Learns from a segment who the client is. */
  void learnClient(Segment segment, Direction direction) {
    if (clientIsCertain) {
      return;
    }
    if (segment.has(TcpFlags.SYN)) {
      decideClient(segment.has(TcpFlags.ACK) ? direction.opposite() : direction);
    } else if (client == null && segment.payloadLength() > 0) {
      client = guessByPorts(direction);
    }
  }

  /** The sequence number counted from the start of the connection, as Wireshark shows it. */
  public long relativeSeq(Segment segment, Direction direction) {
    return Integer.toUnsignedLong(SeqNumber.difference(segment.seq(), half(direction).baseSeq));
  }

  /** The acknowledgment number counted from the start of the other direction; 0 without ACK. */
  public long relativeAck(Segment segment, Direction direction) {
    HalfStream other = half(direction.opposite());
    if (!segment.has(TcpFlags.ACK)) {
      return 0;
    }
    return Integer.toUnsignedLong(SeqNumber.difference(segment.ack(), other.baseSeq));
  }

  /** A raw sequence number of this direction, counted from its start. */
  public long relative(int seq, Direction direction) {
    return Integer.toUnsignedLong(SeqNumber.difference(seq, half(direction).baseSeq));
  }

  /** The window that the sender last advertised, in bytes, scaled where the scale is known. */
  public long windowBytes(Direction direction) {
    return half(direction).windowBytes();
  }

  /** How many times in a row the sender repeated its acknowledgment. */
  public int dupAcks(Direction direction) {
    return half(direction).dupAcks;
  }

  /** The packet whose acknowledgment is being repeated. */
  public long dupAckOf(Direction direction) {
    return half(direction).lastNonDupPacket;
  }

  /** From the SYN to the last segment of the handshake; 0 where that was not seen. */
  public long handshakeNanos() {
    return handshakeNanos;
  }

  @Override
  public String toString() {
    return "stream " + number + " " + key.first() + " - " + key.second();
  }
}

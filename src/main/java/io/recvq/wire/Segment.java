package io.recvq.wire;

import io.recvq.net.Endpoint;
import io.recvq.net.IpAddress;
import java.nio.ByteBuffer;

/**
 * A TCP segment: a view that {@link PacketParser} fills anew for each packet, its header fields
 * read and checked, its options and payload left in the captured bytes.
 */
public final class Segment {
  /** Two no-operations and a timestamp of ten bytes: the options of most segments. */
  private static final int ONLY_TIMESTAMP = 0x0101080a;

  private static final int ONLY_TIMESTAMP_BYTES = 12;

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  long number;
  long timeNanos;
  int packetBytes;
  boolean v6;
  long sourceHigh;
  long sourceLow;
  long targetHigh;
  long targetLow;
  int sourcePort;
  int targetPort;
  int seq;
  int ack;
  int flags;
  int window;
  ByteBuffer buffer = EMPTY;
  int tcpOffset;
  int optionsBytes;
  int payloadOffset;
  int payloadCaptured;
  int payloadLength;
  boolean lasting;
  ByteBuffer lastingBuffer = EMPTY;
  int lastingShift;
  Checksum checksum = Checksum.UNVERIFIED;

  /** Number of the packet, 1 for the first one of the capture. */
  public long number() {
    return number;
  }

  /** Nanoseconds since 1970-01-01 UTC, or {@link CapturedPacket#NO_TIME}. */
  public long timeNanos() {
    return timeNanos;
  }

  /** Bytes of the whole packet on the wire, its link header included. */
  public int packetBytes() {
    return packetBytes;
  }

  public boolean v6() {
    return v6;
  }

  /** Upper 64 bits of the source address; 0 for IPv4. */
  public long sourceHigh() {
    return sourceHigh;
  }

  /** Lower 64 bits of the source address; the 32 bits of an IPv4 address. */
  public long sourceLow() {
    return sourceLow;
  }

  public long targetHigh() {
    return targetHigh;
  }

  public long targetLow() {
    return targetLow;
  }

  public int sourcePort() {
    return sourcePort;
  }

  public int targetPort() {
    return targetPort;
  }

  /** The sender as a value; allocates. */
  public Endpoint source() {
    return new Endpoint(new IpAddress(v6, sourceHigh, sourceLow), sourcePort);
  }

  /** The receiver as a value; allocates. */
  public Endpoint target() {
    return new Endpoint(new IpAddress(v6, targetHigh, targetLow), targetPort);
  }

  /** The sequence number as it stands in the header. */
  public int seq() {
    return seq;
  }

  /** The acknowledgment number as it stands in the header; it means something only with ACK. */
  public int ack() {
    return ack;
  }

  /** The control bits, see {@link TcpFlags}. */
  public int flags() {
    return flags;
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The window as it stands in the header, not scaled. */
  public int window() {
    return window;
  }

  /** Bytes of payload on the wire, which may be more than were captured. */
  public int payloadLength() {
    return payloadLength;
  }

  /** Bytes of payload that were captured, from the first one on. */
  public int payloadCaptured() {
    return payloadCaptured;
  }

  /** Where the payload starts in {@link #buffer}. */
  public int payloadOffset() {
    return payloadOffset;
  }

  /** The captured bytes, big-endian; their position and limit mean nothing. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Whether the bytes stay as they are in {@link #lastingBuffer} when the next packet is read. */
  public boolean lasting() {
    return lasting;
  }

  /** Where the bytes stay, if they do. */
  public ByteBuffer lastingBuffer() {
    return lastingBuffer;
  }

  /** Where in {@link #lastingBuffer} the byte is that lies here in {@link #buffer}. */
  public int lastingPosition(int position) {
    return position + lastingShift;
  }

  /** What its checksums are worth, where they are verified. */
  public Checksum checksum() {
    return checksum;
  }

  /** Whether a checksum is not what it should be on the wire, be it for offloading alone. */
  public boolean checksumWrong() {
    return checksum == Checksum.WRONG || checksum == Checksum.OFFLOADED;
  }

  /** How far the segment advances the sequence: payload, and one each for SYN and FIN. */
  public int sequenceLength() {
    return payloadLength + (flags & TcpFlags.SYN) / TcpFlags.SYN + (flags & TcpFlags.FIN);
  }

  /** False when there is certainly no selective acknowledgment among the options; cheap. */
  public boolean mayHaveSack() {
    return optionsBytes > ONLY_TIMESTAMP_BYTES
        || optionsBytes >= 10
            && buffer.getInt(tcpOffset + PacketParser.TCP_HEADER_BYTES) != ONLY_TIMESTAMP;
  }

  /** Reads the options into the view given. */
  public void readOptions(TcpOptions into) {
    into.read(buffer, tcpOffset + PacketParser.TCP_HEADER_BYTES, optionsBytes);
  }
}

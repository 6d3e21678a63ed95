package io.recvq.wire;

import java.nio.ByteBuffer;

/**
 * A packet as a capture delivers it: a view that the source fills anew for each packet. Its bytes
 * lie in {@link #buffer} from {@link #offset}; the buffer's own position and limit mean nothing.
 */
public final class CapturedPacket {
  /** The time of a packet whose record has none, as in pcapng's simple packet block. */
  public static final long NO_TIME = Long.MIN_VALUE;

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private long number;
  private long timeNanos = NO_TIME;
  private int linkType;
  private ByteBuffer buffer = EMPTY;
  private int offset;
  private int capturedBytes;
  private int wireBytes;
  private boolean lasting;
  private ByteBuffer lastingBuffer = EMPTY;
  private int lastingOffset;

  /**
   * Fills the view.
   *
   * @param number 1 for the first packet of the capture
   * @param timeNanos nanoseconds since 1970-01-01 UTC, or {@link #NO_TIME}
   * @param linkType number of the link type, see {@link LinkType}
   * @param buffer big-endian
   * @param capturedBytes how many bytes were kept
   * @param wireBytes how many bytes the packet had; at least {@code capturedBytes}
   * @param lasting whether the bytes stay as they are when the next packet is read, as in a mapped
   *     file, so that they need not be copied to be kept
   */
  public void set(
      long number,
      long timeNanos,
      int linkType,
      ByteBuffer buffer,
      int offset,
      int capturedBytes,
      int wireBytes,
      boolean lasting) {
    this.number = number;
    this.timeNanos = timeNanos;
    this.linkType = linkType;
    this.buffer = buffer;
    this.offset = offset;
    this.capturedBytes = capturedBytes;
    this.wireBytes = Math.max(wireBytes, capturedBytes);
    this.lasting = lasting;
    this.lastingBuffer = buffer;
    this.lastingOffset = offset;
  }

  /**
   * Says that the same bytes lie in another buffer too, from {@code at} on, and stay there as they
   * are when the next packet is read.
   */
  public void lastIn(ByteBuffer other, int at) {
    lasting = true;
    lastingBuffer = other;
    lastingOffset = at;
  }

  public long number() {
    return number;
  }

  public long timeNanos() {
    return timeNanos;
  }

  public int linkType() {
    return linkType;
  }

  public ByteBuffer buffer() {
    return buffer;
  }

  public int offset() {
    return offset;
  }

  public int capturedBytes() {
    return capturedBytes;
  }

  public int wireBytes() {
    return wireBytes;
  }

  /** Whether the bytes stay as they are in {@link #lastingBuffer} when the next packet is read. */
  public boolean lasting() {
    return lasting;
  }

  /** Where the bytes stay, if they do: {@link #buffer} or another one. */
  public ByteBuffer lastingBuffer() {
    return lastingBuffer;
  }

  /** Where the packet starts in {@link #lastingBuffer}. */
  public int lastingOffset() {
    return lastingOffset;
  }
}

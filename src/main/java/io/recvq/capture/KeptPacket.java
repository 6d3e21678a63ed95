package io.recvq.capture;

import io.recvq.wire.CapturedPacket;
import java.nio.ByteBuffer;

/** A captured packet in memory of its own. */
public final class KeptPacket {
  private final long number;
  private final long timeNanos;
  private final int linkType;
  private final int wireBytes;
  private final byte[] bytes;

  /**
   * @param number 1 for the first packet of the capture
   * @param timeNanos nanoseconds since 1970-01-01 UTC
   * @param wireBytes how many bytes the packet had; {@code bytes} may be fewer
   */
  KeptPacket(long number, long timeNanos, int linkType, int wireBytes, byte[] bytes) {
    this.number = number;
    this.timeNanos = timeNanos;
    this.linkType = linkType;
    this.wireBytes = wireBytes;
    this.bytes = bytes;
  }

  /** A copy of a packet that a source has just filled in. */
  public static KeptPacket copyOf(CapturedPacket packet) {
    byte[] bytes = new byte[packet.capturedBytes()];
    packet.buffer().get(packet.offset(), bytes);
    return new KeptPacket(
        packet.number(), packet.timeNanos(), packet.linkType(), packet.wireBytes(), bytes);
  }

  public long number() {
    return number;
  }

  public long timeNanos() {
    return timeNanos;
  }

  public int capturedBytes() {
    return bytes.length;
  }

  /** Shows the packet through the view; the bytes last. */
  public void fill(CapturedPacket view) {
    view.set(number, timeNanos, linkType, ByteBuffer.wrap(bytes), 0, bytes.length, wireBytes, true);
  }
}

package io.recvq.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of a file or stream, seen through a buffer that moves forward only. Those who read
 * records ask for as many bytes as they need at once, look at them in place, and move on.
 */
public abstract class ByteWindow {
  /** Big-endian; the bytes at hand are those from {@link #start} to {@link #end}. */
  protected ByteBuffer buffer = ByteBuffer.allocate(0);

  protected int start;
  protected int end;

  /**
   * Brings at least this many bytes to hand, from the present place on; false when fewer are left.
   */
  protected abstract boolean fill(int count) throws IOException;

  /** Tells a packet at hand where its bytes stay when the window moves on, if they do. */
  public void keep(CapturedPacket packet) throws IOException {}

  /** Makes this many bytes readable at {@link #position}; false when the file ends before. */
  public final boolean has(int count) throws IOException {
    return end - start >= count || fill(count);
  }

  /** The buffer with the bytes at hand; may change with each {@link #has}. */
  public final ByteBuffer buffer() {
    return buffer;
  }

  /** Where in {@link #buffer} the present place is. */
  public final int position() {
    return start;
  }

  /** How many bytes are at hand. */
  public final int available() {
    return end - start;
  }

  /** Moves over bytes that are at hand. */
  public final void advance(int count) {
    start += count;
  }

  /** Moves over any number of bytes; false when the file ends before. */
  public boolean skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      if (!has(1)) {
        return false;
      }
      int step = (int) Math.min(left, end - start);
      start += step;
      left -= step;
    }
    return true;
  }
}

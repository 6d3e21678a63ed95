package io.recvq.capture;

import io.recvq.wire.ByteWindow;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/** A file seen through memory mappings of bounded size, one after the other. */
final class MappedWindow extends ByteWindow {
  /** A buffer's positions are ints; smaller pieces also let the system take pages back sooner. */
  static final int CHUNK_BYTES = 1 << 30;

  private final FileChannel channel;
  private final long size;
  private final int chunkBytes;

  /** File offset of the byte at position 0 of the buffer. */
  private long mappedFrom;

  MappedWindow(FileChannel channel, int chunkBytes) throws IOException {
    this.channel = channel;
    this.size = channel.size();
    this.chunkBytes = chunkBytes;
  }

  @Override
  public boolean lasting() {
    return true;
  }

  @Override
  protected boolean fill(int count) throws IOException {
    long from = offset();
    if (size - from < count) {
      if (from + available() < size) {
        map(from, (int) (size - from));
      }
      return false;
    }
    map(from, (int) Math.min(size - from, Math.max(count, chunkBytes)));
    return true;
  }

  private void map(long from, int length) throws IOException {
    buffer = channel.map(MapMode.READ_ONLY, from, length).order(ByteOrder.BIG_ENDIAN);
    mappedFrom = from;
    start = 0;
    end = length;
  }

  @Override
  public boolean skip(long count) throws IOException {
    long target = offset() + count;
    if (count <= available()) {
      advance((int) count);
      return true;
    }
    // What lies between is not mapped at all.
    mappedFrom = Math.min(target, size);
    start = 0;
    end = 0;
    return target <= size;
  }

  /** How far the window has moved into the file, in bytes. */
  long offset() {
    return mappedFrom + start;
  }

  /** Whether the file is shorter now than it was when it was opened. */
  boolean hasShrunk() throws IOException {
    return channel.size() < size;
  }

  long size() {
    return size;
  }
}

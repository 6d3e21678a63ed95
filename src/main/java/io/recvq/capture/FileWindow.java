package io.recvq.capture;

import io.recvq.wire.ByteWindow;
import io.recvq.wire.CapturedPacket;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * A file, seen twice: read into arrays, ahead of whoever looks at it; and mapped for the few bytes
 * that are needed once more later, as those of segments out of order. Arrays, because code for them
 * is smaller and faster than code for mapped memory, and is compiled sooner.
 */
final class FileWindow extends ByteWindow implements Closeable {
  /** A mapping's positions are ints; smaller ones also let the system take pages back sooner. */
  static final int MAPPING_BYTES = 1 << 30;

  private static final int PIECE_BYTES = 1 << 18;

  private final RandomAccessFile file;
  private final FileChannel channel;
  private final long size;
  private final int mappingBytes;
  private final ReadAhead ahead;
  private ReadAhead.Piece piece = ReadAhead.Piece.END;

  /** File offset of the byte at position 0 of the buffer; below 0 where that is unused. */
  private long bufferFrom;

  private ByteBuffer mapping = ByteBuffer.allocate(0);
  private long mappedFrom;
  private long mappedTo;

  FileWindow(RandomAccessFile file, int mappingBytes) throws IOException {
    this.file = file;
    this.channel = file.getChannel();
    this.size = channel.size();
    this.mappingBytes = mappingBytes;
    this.ahead = new ReadAhead(file, size, Math.min(PIECE_BYTES, mappingBytes));
  }

  @Override
  protected boolean fill(int count) throws IOException {
    if (size - offset() >= count && count > ReadAhead.HEADROOM_BYTES) {
      return gather(count);
    }
    // At the end of the file one piece tells whether anything is left at all.
    int enough = size - offset() >= count ? count : 1;
    while (available() < enough) {
      ReadAhead.Piece next = ahead.next();
      if (next.length() == 0) {
        return false;
      }
      show(next);
    }
    return available() >= count;
  }

  /** Puts what is left of the present piece before the next one. */
  private void show(ReadAhead.Piece next) {
    int left = available();
    int from = ReadAhead.HEADROOM_BYTES - left;
    System.arraycopy(buffer.array(), start, next.bytes(), from, left);
    replace(next, next.view(), from, ReadAhead.HEADROOM_BYTES + next.length());
  }

  /** A record that is larger than the room before a piece gets an array of its own. */
  private boolean gather(int count) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(count + ahead.pieceBytes());
    all.put(buffer.array(), start, available());
    while (all.position() < count) {
      ReadAhead.Piece next = ahead.next();
      if (next.length() == 0) {
        break;
      }
      all.put(next.bytes(), ReadAhead.HEADROOM_BYTES, next.length());
      ahead.recycle(next);
    }
    replace(ReadAhead.Piece.END, all, 0, all.position());
    return available() >= count;
  }

  private void replace(ReadAhead.Piece next, ByteBuffer view, int from, int to) {
    long at = offset();
    ahead.recycle(piece);
    piece = next;
    buffer = view;
    start = from;
    end = to;
    bufferFrom = at - from;
  }

  @Override
  public void keep(CapturedPacket packet) throws IOException {
    long from = bufferFrom + packet.offset();
    int count = packet.capturedBytes();
    if ((from < mappedFrom || from + count > mappedTo) && !map(from, count)) {
      return;
    }
    packet.lastIn(mapping, (int) (from - mappedFrom));
  }

  /** Maps the file from here on; false when it is too short for that by now. */
  private boolean map(long from, int count) throws IOException {
    long length = Math.min(channel.size() - from, Math.max(count, mappingBytes));
    if (length < count) {
      return false;
    }
    mapping = channel.map(MapMode.READ_ONLY, from, length);
    mappedFrom = from;
    mappedTo = from + length;
    return true;
  }

  /** How far the window has moved into the file, in bytes. */
  long offset() {
    return bufferFrom + start;
  }

  /** Whether the file is shorter now than it was when it was opened. */
  boolean hasShrunk() throws IOException {
    return channel.size() < size;
  }

  long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    ahead.close();
    file.close();
  }
}

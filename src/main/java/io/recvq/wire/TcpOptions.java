package io.recvq.wire;

import java.nio.ByteBuffer;

/**
 * The options of a TCP header: a view that {@link Segment#readOptions} fills (RFC 9293 section 3.2;
 * window scale and timestamps RFC 7323; selective acknowledgment RFC 2018). What is cut off or does
 * not fit is left out.
 */
public final class TcpOptions {
  /** The value of an option that is not there. */
  public static final int ABSENT = -1;

  private static final int END = 0;
  private static final int NO_OPERATION = 1;
  private static final int MSS = 2;
  private static final int WINDOW_SCALE = 3;
  private static final int SACK_PERMITTED = 4;
  private static final int SACK = 5;
  private static final int TIMESTAMPS = 8;

  /** Four blocks fill the 40 bytes of options. */
  public static final int MAX_SACK_BLOCKS = 4;

  private int maxSegmentBytes = ABSENT;
  private int windowShift = ABSENT;
  private boolean sackPermitted;
  private boolean hasTimestamps;
  private long timestamp;
  private long timestampEcho;
  private int sackBlocks;
  private final int[] sackLeft = new int[MAX_SACK_BLOCKS];
  private final int[] sackRight = new int[MAX_SACK_BLOCKS];

  void read(ByteBuffer buffer, int offset, int length) {
    maxSegmentBytes = ABSENT;
    windowShift = ABSENT;
    sackPermitted = false;
    hasTimestamps = false;
    sackBlocks = 0;
    int end = offset + length;
    int at = offset;
    while (at < end) {
      int kind = buffer.get(at) & 0xff;
      if (kind == END) {
        return;
      }
      if (kind == NO_OPERATION) {
        at++;
        continue;
      }
      int size = at + 1 < end ? buffer.get(at + 1) & 0xff : 0;
      if (size < 2 || size > end - at) {
        return;
      }
      readOne(buffer, kind, at + 2, size - 2);
      at += size;
    }
  }

  private void readOne(ByteBuffer buffer, int kind, int at, int size) {
    if (kind == MSS && size == 2) {
      maxSegmentBytes = buffer.getShort(at) & 0xffff;
    } else if (kind == WINDOW_SCALE && size == 1) {
      // RFC 7323 section 2.3: a shift above 14 is used as 14.
      windowShift = Math.min(buffer.get(at) & 0xff, 14);
    } else if (kind == SACK_PERMITTED) {
      sackPermitted = true;
    } else if (kind == TIMESTAMPS && size == 8) {
      hasTimestamps = true;
      timestamp = Integer.toUnsignedLong(buffer.getInt(at));
      timestampEcho = Integer.toUnsignedLong(buffer.getInt(at + 4));
    } else if (kind == SACK) {
      sackBlocks = Math.min(size / 8, MAX_SACK_BLOCKS);
      for (int i = 0; i < sackBlocks; i++) {
        sackLeft[i] = buffer.getInt(at + 8 * i);
        sackRight[i] = buffer.getInt(at + 8 * i + 4);
      }
    }
  }

  /** The sender's maximum segment size in bytes, or {@link #ABSENT}. */
  public int maxSegmentBytes() {
    return maxSegmentBytes;
  }

  /** By how many bits windows are shifted, 0 to 14, or {@link #ABSENT}. */
  public int windowShift() {
    return windowShift;
  }

  public boolean sackPermitted() {
    return sackPermitted;
  }

  public boolean hasTimestamps() {
    return hasTimestamps;
  }

  /** TSval, unsigned. */
  public long timestamp() {
    return timestamp;
  }

  /** TSecr, unsigned. */
  public long timestampEcho() {
    return timestampEcho;
  }

  /** How many blocks of selectively acknowledged bytes there are, at most 4. */
  public int sackBlocks() {
    return sackBlocks;
  }

  /** The sequence number of a block's first byte. */
  public int sackLeft(int block) {
    return sackLeft[block];
  }

  /** The sequence number after a block's last byte. */
  public int sackRight(int block) {
    return sackRight[block];
  }
}

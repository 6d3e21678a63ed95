package io.recvq.flow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where the bytes lie that were handed out last, so that a retransmission can be compared
 * with them. Holds places, not bytes, and only a few.
 */
final class DeliveredRing {
  private static final int FIRST_SLOTS = 4;
  private static final int MOST_SLOTS = 64;

  private long[] offsets = {};
  private int[] froms = {};
  private int[] lengths = {};
  private @Nullable ByteBuffer[] buffers = {};
  private int newest = -1;

  void add(long offset, ByteBuffer buffer, int from, int length) {
    int slots = offsets.length;
    int slot = newest + 1;
    if (slot == slots) {
      if (slots < MOST_SLOTS) {
        grow(Math.max(FIRST_SLOTS, slots * 4));
      } else {
        slot = 0;
      }
    }
    offsets[slot] = offset;
    froms[slot] = from;
    lengths[slot] = length;
    buffers[slot] = buffer;
    newest = slot;
  }

  private void grow(int slots) {
    offsets = Arrays.copyOf(offsets, slots);
    froms = Arrays.copyOf(froms, slots);
    lengths = Arrays.copyOf(lengths, slots);
    buffers = Arrays.copyOf(buffers, slots);
  }

  /** Stream offset of the first byte that differs from what was handed out there, or -1. */
  long firstDifference(long offset, ByteBuffer other, int otherFrom, int length) {
    long first = Long.MAX_VALUE;
    for (int i = 0; i < offsets.length; i++) {
      ByteBuffer buffer = buffers[i];
      long from = Math.max(offset, offsets[i]);
      long to = Math.min(offset + length, offsets[i] + lengths[i]);
      if (buffer == null || from >= to) {
        continue;
      }
      int different =
          Reassembler.mismatch(
              buffer,
              froms[i] + (int) (from - offsets[i]),
              other,
              otherFrom + (int) (from - offset),
              (int) (to - from));
      if (different >= 0) {
        first = Math.min(first, from + different);
      }
    }
    return first == Long.MAX_VALUE ? -1 : first;
  }
}

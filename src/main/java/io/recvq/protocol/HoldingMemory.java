package io.recvq.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Memory in which decoders hold unfinished frames, handed from one to the next: a capture has as
 * many decoders as it has directions, and each of its frames that is spread over several segments
 * would leave an array behind. For decoders of one thread whose frames are used at once.
 */
public final class HoldingMemory {
  private static final int SMALLEST_SHIFT = 8;
  private static final int LARGEST_SHIFT = 16;

  /** Spare arrays of a size that are kept; of all sizes together 8 MB at most. */
  private static final int MOST_SPARE = 64;

  /** By the size's logarithm, less the smallest one. */
  private final List<Deque<ByteBuffer>> spare = new ArrayList<>();

  public HoldingMemory() {
    for (int shift = SMALLEST_SHIFT; shift <= LARGEST_SHIFT; shift++) {
      spare.add(new ArrayDeque<>());
    }
  }

  /** An array of at least so many bytes, with anything in them. */
  ByteBuffer take(int bytes) {
    int shift = Math.max(SMALLEST_SHIFT, 32 - Integer.numberOfLeadingZeros(bytes - 1));
    if (shift > LARGEST_SHIFT) {
      return ByteBuffer.allocate(bytes);
    }
    ByteBuffer taken = spare.get(shift - SMALLEST_SHIFT).pollLast();
    return taken == null ? ByteBuffer.allocate(1 << shift) : taken;
  }

  /** Takes an array back that nobody looks at any more. */
  void give(ByteBuffer memory) {
    int shift = 31 - Integer.numberOfLeadingZeros(memory.capacity());
    if (shift < SMALLEST_SHIFT || shift > LARGEST_SHIFT || memory.capacity() != 1 << shift) {
      return;
    }
    Deque<ByteBuffer> ofSize = spare.get(shift - SMALLEST_SHIFT);
    if (ofSize.size() < MOST_SPARE) {
      ofSize.addLast(memory);
    }
  }
}

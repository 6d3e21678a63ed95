package io.recvq.flow;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;

/** Counts what all reassemblers hold, and knows which of them has held something longest. */
final class MemoryBudget {
  final FlowLimits limits;
  private final Set<Reassembler> holders = new LinkedHashSet<>();
  private long used;
  private ByteBuffer copy = ByteBuffer.allocate(0);

  MemoryBudget(FlowLimits limits) {
    this.limits = limits;
  }

  void took(Reassembler holder, long bytes) {
    used += bytes;
    holders.add(holder);
  }

  void gave(Reassembler holder, long bytes) {
    used -= bytes;
    if (holder.heldBytes() == 0) {
      holders.remove(holder);
    }
  }

  /** Makes room by having the oldest holders give up the bytes they wait for. */
  void enforce() {
    while (used > limits.totalBytes()) {
      holders.iterator().next().giveUpFirstHole();
    }
  }

  /**
   * A copy of these bytes in an array, from position 0 on, that lasts until the next call. Whoever
   * reads the bytes of streams then meets one kind of buffer only, for which the JVM makes code
   * that is smaller and faster, and makes it sooner.
   */
  ByteBuffer copied(ByteBuffer buffer, int from, int length) {
    if (copy.capacity() < length) {
      copy = ByteBuffer.allocate(Math.max(2048, length));
    }
    buffer.get(from, copy.array(), 0, length);
    return copy;
  }
}

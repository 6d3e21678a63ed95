package io.recvq.flow;

import java.util.LinkedHashSet;
import java.util.Set;

/** Counts what all reassemblers hold, and knows which of them has held something longest. */
final class MemoryBudget {
  final FlowLimits limits;
  private final Set<Reassembler> holders = new LinkedHashSet<>();
  private long used;

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

  long used() {
    return used;
  }
}

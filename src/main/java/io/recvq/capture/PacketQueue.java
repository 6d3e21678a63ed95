package io.recvq.capture;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Hands packets from the thread that captures to the one that looks at them, many at a time: to
 * wake a thread takes as long as to handle several packets. Bounded: when it is full the capturing
 * thread waits, and what then overflows the kernel's buffer is counted there.
 */
final class PacketQueue {
  /** So many packets are worth waking who looks at them, before {@link #handOver} says so. */
  private static final int WORTH_WAKING = 256;

  private final long maxBytes;

  /** Packets that belong to who looks at them; used by that thread alone. */
  private ArrayDeque<KeptPacket> taken = new ArrayDeque<>();

  // Below: guarded by this object, on which either thread waits for the other.
  private ArrayDeque<KeptPacket> arrived = new ArrayDeque<>();

  /** Of all that arrived and of all that were taken together the last time. */
  private long bytes;

  private long takenBytes;
  private boolean closed;
  private boolean abandoned;

  PacketQueue(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Adds a packet, waiting for room; drops it when nobody will take it any more. It may not be seen
   * before {@link #handOver}.
   */
  synchronized void put(KeptPacket packet) throws InterruptedException {
    while (bytes > maxBytes && !abandoned) {
      notifyAll();
      wait();
    }
    if (!abandoned) {
      arrived.add(packet);
      bytes += packet.capturedBytes();
      if (arrived.size() == WORTH_WAKING) {
        notifyAll();
      }
    }
  }

  /** Shows what was put, because nothing more comes for now. */
  synchronized void handOver() {
    if (!arrived.isEmpty()) {
      notifyAll();
    }
  }

  /**
   * The next packet, waiting for it; empty when no more will come, or when the time is over first.
   * For one thread.
   *
   * @param deadlineNanos as of System.nanoTime
   */
  Optional<KeptPacket> take(OptionalLong deadlineNanos) throws InterruptedException {
    if (taken.isEmpty()) {
      takeAll(deadlineNanos);
    }
    return Optional.ofNullable(taken.poll());
  }

  private synchronized void takeAll(OptionalLong deadlineNanos) throws InterruptedException {
    bytes -= takenBytes;
    takenBytes = 0;
    notifyAll();
    while (arrived.isEmpty() && !closed) {
      if (deadlineNanos.isEmpty()) {
        wait();
        continue;
      }
      long millis = (deadlineNanos.getAsLong() - System.nanoTime() + 999_999) / 1_000_000;
      if (millis <= 0) {
        return;
      }
      wait(millis);
    }
    ArrayDeque<KeptPacket> empty = taken;
    taken = arrived;
    arrived = empty;
    takenBytes = bytes;
  }

  /** Whether {@link #take} would have to wait. For the thread that takes. */
  boolean isEmpty() {
    return taken.isEmpty() && nothingArrived();
  }

  private synchronized boolean nothingArrived() {
    return arrived.isEmpty();
  }

  /** Says that nothing will be added; what is there can still be taken. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Says that nothing more will be taken. */
  synchronized void abandon() {
    abandoned = true;
    arrived.clear();
    bytes = takenBytes;
    notifyAll();
  }
}

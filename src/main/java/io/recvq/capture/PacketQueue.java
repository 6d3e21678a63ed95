package io.recvq.capture;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Hands packets from the thread that captures to the one that looks at them. Bounded: when it is
 * full the capturing thread waits, and what then overflows the kernel's buffer is counted there.
 */
final class PacketQueue {
  private final ArrayDeque<KeptPacket> packets = new ArrayDeque<>();
  private final long maxBytes;
  private long bytes;
  private boolean closed;
  private boolean abandoned;

  PacketQueue(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds a packet, waiting for room; drops it when nobody will take it any more. */
  synchronized void put(KeptPacket packet) throws InterruptedException {
    while (bytes > maxBytes && !abandoned) {
      wait();
    }
    if (!abandoned) {
      packets.add(packet);
      bytes += packet.capturedBytes();
      notifyAll();
    }
  }

  /**
   * The next packet, waiting for it; empty when no more will come, or when the time is over first.
   *
   * @param deadlineNanos as of System.nanoTime
   */
  synchronized Optional<KeptPacket> take(OptionalLong deadlineNanos) throws InterruptedException {
    while (packets.isEmpty() && !closed) {
      if (deadlineNanos.isEmpty()) {
        wait();
        continue;
      }
      long millis = (deadlineNanos.getAsLong() - System.nanoTime() + 999_999) / 1_000_000;
      if (millis <= 0) {
        return Optional.empty();
      }
      wait(millis);
    }
    KeptPacket packet = packets.poll();
    if (packet == null) {
      return Optional.empty();
    }
    bytes -= packet.capturedBytes();
    notifyAll();
    return Optional.of(packet);
  }

  synchronized boolean isEmpty() {
    return packets.isEmpty();
  }

  /** Says that nothing will be added; what is there can still be taken. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Says that nothing will be taken. */
  synchronized void abandon() {
    abandoned = true;
    packets.clear();
    bytes = 0;
    notifyAll();
  }
}

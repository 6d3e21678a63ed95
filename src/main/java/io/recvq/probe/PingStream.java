package io.recvq.probe;

import io.recvq.net.OperationException;
import io.recvq.sys.IcmpError;
import io.recvq.sys.NativeSocket;
import io.recvq.sys.SocketPoller;
import java.util.BitSet;
import java.util.List;

/** The requests to one host: sends them, matches replies and errors, keeps the statistics. */
abstract class PingStream implements AutoCloseable {
  final ProbeTarget target;
  final PingSettings settings;
  final PingListener listener;
  final PingStatistics statistics = new PingStatistics();

  private final BitSet answered = new BitSet();
  private long[] sentNanos = new long[16];
  private int highestAnswered = -1;

  /** Requests before this one have been told of, one way or the other. */
  private int settled;

  PingStream(ProbeTarget target, PingSettings settings, PingListener listener) {
    this.target = target;
    this.settings = settings;
    this.listener = listener;
  }

  /** Sends a request; throws when this machine has no way to the host or no right to send. */
  abstract void transmit(int sequence) throws OperationException;

  /** The sockets to be watched, and what for. */
  abstract List<NativeSocket> sockets();

  abstract SocketPoller.Interest interest();

  /** Takes everything that is there from a socket that has something. */
  abstract void drain(NativeSocket socket);

  @Override
  public abstract void close();

  /** The next request. */
  final void send() throws OperationException {
    int sequence = statistics.sent();
    if (sequence == sentNanos.length) {
      sentNanos = java.util.Arrays.copyOf(sentNanos, 2 * sequence);
    }
    statistics.countSent();
    sentNanos[sequence] = System.nanoTime();
    transmit(sequence);
  }

  /** Sets the request's time to now, once what had to be prepared for it is. */
  final void restartClock(int sequence) {
    sentNanos[sequence] = System.nanoTime();
  }

  final boolean allSent() {
    return settings.count() > 0 && statistics.sent() >= settings.count();
  }

  final boolean allSettled() {
    return allSent() && settled >= statistics.sent();
  }

  /** When the next request is due; the first one is at once. */
  final long nextSendNanos(long startNanos) {
    return startNanos + statistics.sent() * settings.interval().toNanos();
  }

  /** When the oldest request that still waits has waited long enough. */
  final long nextExpiryNanos() {
    return settled < statistics.sent()
        ? sentNanos[settled] + settings.timeout().toNanos()
        : Long.MAX_VALUE;
  }

  /** The request whose low 16 bits of the number are these, the latest that was sent. */
  final int fullSequence(int low16) {
    int last = statistics.sent() - 1;
    int candidate = (last & ~0xffff) | low16;
    return candidate > last ? candidate - 0x10000 : candidate;
  }

  final void reply(int sequence, int bytes, java.util.OptionalInt ttl, boolean refused, long now) {
    if (sequence < 0 || sequence >= statistics.sent()) {
      return;
    }
    boolean duplicate = answered.get(sequence);
    answered.set(sequence);
    boolean late = !duplicate && sequence < highestAnswered;
    highestAnswered = Math.max(highestAnswered, sequence);
    PingListener.Reply reply =
        new PingListener.Reply(
            target, sequence, bytes, ttl, now - sentNanos[sequence], duplicate, late, refused);
    statistics.count(reply);
    listener.replied(reply);
    settle();
  }

  final void error(int sequence, IcmpError error) {
    if (sequence < 0 || sequence >= statistics.sent() || answered.get(sequence)) {
      return;
    }
    answered.set(sequence);
    statistics.countError();
    listener.failed(target, sequence, error);
    settle();
  }

  private void settle() {
    while (settled < statistics.sent() && answered.get(settled)) {
      settled++;
    }
  }

  /** Tells requests that have waited long enough as silent. */
  final void expire(long now) {
    while (settled < statistics.sent() && (answered.get(settled) || nextExpiryNanos() - now <= 0)) {
      if (!answered.get(settled)) {
        listener.silent(target, settled);
      }
      settled++;
    }
  }
}

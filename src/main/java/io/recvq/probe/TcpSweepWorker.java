package io.recvq.probe;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sys.EphemeralPorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One thread of a sweep: a selector, the ports in flight, and their attempts. A port's attempts
 * stay open beside each other until one is answered, so that a late answer to the first still
 * counts.
 */
final class TcpSweepWorker {
  /** A connection to oneself is met by chance; meeting it this often in a row is a defect. */
  private static final int SELF_CONNECTIONS = 8;

  private static final long REFUSED_PAUSE_NANOS = 5_000_000;

  private final TcpSweep sweep;
  private final SweepSettings settings;
  private final RateLimit rate;
  private final Window window;
  private final Selector selector;
  private final EphemeralPorts ephemeral;

  /**
   * Ports in flight in the order of their due times: each is due one slice after its last event.
   */
  private final ArrayDeque<Pending> due = new ArrayDeque<>();

  /** Ports whose socket this machine refused; they go first once others are done. */
  private final ArrayDeque<Pending> refused = new ArrayDeque<>();

  private int sockets;
  private long waitNanos;

  /** A port in flight. */
  private static final class Pending {
    final int index;
    final List<Attempt> attempts = new ArrayList<>(2);
    long dueNanos;
    boolean done;
    boolean confirming;
    int selfConnections;
    int refusals;

    Pending(int index) {
      this.index = index;
    }
  }

  private record Attempt(Pending pending, SocketChannel channel, long startNanos, int number) {}

  TcpSweepWorker(TcpSweep sweep, SweepSettings settings, RateLimit rate, Window window)
      throws OperationException {
    this.sweep = sweep;
    this.settings = settings;
    this.rate = rate;
    this.window = window;
    this.ephemeral = EphemeralPorts.ofThisMachine();
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw OperationException.of("open a selector", e, "");
    }
  }

  void wakeUp() {
    selector.wakeup();
  }

  void run() throws IOException {
    try {
      while (!over() && !(launch() && due.isEmpty())) {
        select();
        expire(System.nanoTime());
      }
      giveUp();
    } finally {
      due.forEach(pending -> pending.attempts.forEach(this::close));
      selector.close();
    }
  }

  private boolean over() {
    return sweep.stopped() || System.nanoTime() - settings.deadlineNanos() >= 0;
  }

  /** Starts what the window and the rate allow; true when there is nothing left to start. */
  private boolean launch() throws IOException {
    waitNanos = Long.MAX_VALUE;
    while (window.allows(sockets)) {
      if (over()) {
        return false;
      }
      long pause = rate.take(System.nanoTime());
      if (pause > 0) {
        waitNanos = pause;
        return false;
      }
      Pending pending = refused.poll();
      if (pending == null) {
        int index = sweep.nextIndex();
        if (index < 0) {
          return true;
        }
        pending = new Pending(index);
      }
      if (!attempt(pending)) {
        return false;
      }
    }
    return false;
  }

  private void select() throws IOException {
    long now = System.nanoTime();
    long wait = Math.min(waitNanos, settings.deadlineNanos() - now);
    Pending first = due.peek();
    if (first != null) {
      wait = Math.min(wait, first.dueNanos - now);
    }
    if (sockets == 0 && waitNanos == Long.MAX_VALUE) {
      wait = 0;
    }
    long millis = (wait + 999_999) / 1_000_000;
    if (millis <= 0) {
      selector.selectNow(this::ready);
    } else {
      selector.select(this::ready, millis);
    }
  }

  /** One more connect for this port; false when this machine has no socket to spare now. */
  private boolean attempt(Pending pending) throws IOException {
    ProbeTarget target = sweep.target(pending.index);
    SocketChannel channel;
    try {
      channel =
          SocketChannel.open(
              target.address().v6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    } catch (IOException e) {
      return refuse(pending, e);
    }
    sockets++;
    long start = System.nanoTime();
    Attempt attempt = new Attempt(pending, channel, start, pending.attempts.size());
    try {
      channel.configureBlocking(false);
      InetSocketAddress to =
          new InetSocketAddress(target.toInetAddress(), sweep.port(pending.index));
      // On loopback the answer is there before connect returns; asking at once spares the selector.
      if (channel.connect(to) || channel.finishConnect()) {
        connected(attempt);
        return true;
      }
    } catch (IOException e) {
      return failed(attempt, e);
    }
    channel.register(selector, SelectionKey.OP_CONNECT, attempt);
    pending.attempts.add(attempt);
    pending.dueNanos = start + settings.sliceNanos();
    due.add(pending);
    return true;
  }

  private void ready(SelectionKey key) {
    Attempt attempt = (Attempt) key.attachment();
    if (attempt.pending().done) {
      return;
    }
    try {
      if (attempt.channel().finishConnect()) {
        connected(attempt);
      }
    } catch (IOException e) {
      failed(attempt, e);
    }
  }

  private void connected(Attempt attempt) {
    Pending pending = attempt.pending();
    boolean toThisMachine;
    boolean toItself;
    try {
      InetSocketAddress near = (InetSocketAddress) attempt.channel().getLocalAddress();
      InetSocketAddress far = (InetSocketAddress) attempt.channel().getRemoteAddress();
      toThisMachine = near.getAddress().equals(far.getAddress());
      toItself = toThisMachine && near.getPort() == far.getPort();
      if (toItself) {
        // A reset leaves no TIME_WAIT behind on a port that others may want.
        attempt.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      // Reset between the handshake and now: the handshake took place.
      done(attempt, ProbeReason.SYN_ACK);
      return;
    }
    boolean mayBeOurs =
        toThisMachine && !pending.confirming && ephemeral.contains(sweep.port(pending.index));
    if (toItself && pending.selfConnections++ < SELF_CONNECTIONS || mayBeOurs && !toItself) {
      // In the ephemeral range a socket can meet itself or another of our own; a listener is met
      // twice.
      pending.confirming |= !toItself;
      abandon(pending, attempt);
      refused.addFirst(again(pending));
      return;
    }
    done(attempt, toItself ? ProbeReason.CONN_REFUSED : ProbeReason.SYN_ACK);
  }

  private static Pending again(Pending pending) {
    Pending again = new Pending(pending.index);
    again.confirming = pending.confirming;
    again.selfConnections = pending.selfConnections;
    return again;
  }

  /** Maps a failure to its meaning; false when it was this machine that refused. */
  private boolean failed(Attempt attempt, IOException failure) {
    // Asked by its words first: on a sweep of closed ports this is all that happens.
    if ("Connection refused".equals(failure.getMessage())) {
      done(attempt, ProbeReason.CONN_REFUSED);
      return true;
    }
    ProbeReason reason = Errno.of(failure).map(ProbeReason::of).orElse(ProbeReason.NO_RESPONSE);
    if (reason == ProbeReason.LOCAL_LIMIT) {
      close(attempt);
      attempt.pending().attempts.remove(attempt);
      return refuse(attempt.pending(), failure);
    }
    done(attempt, reason);
    return true;
  }

  /** Puts a port back until others are done; alone, it cannot be probed on this machine. */
  private boolean refuse(Pending pending, IOException failure) {
    window.refused(sockets);
    if (!pending.attempts.isEmpty()) {
      return false;
    }
    if (sockets == 0) {
      ProbeTarget target = sweep.target(pending.index);
      sweep.tell(
          PortResult.silent(
                  target,
                  sweep.port(pending.index),
                  Transport.TCP,
                  PortState.UNKNOWN,
                  ProbeReason.LOCAL_LIMIT)
              .because(
                  PortState.UNKNOWN,
                  ProbeReason.LOCAL_LIMIT,
                  String.valueOf(failure.getMessage())));
      return true;
    }
    refused.addFirst(pending);
    waitNanos = REFUSED_PAUSE_NANOS;
    return false;
  }

  private void done(Attempt attempt, ProbeReason reason) {
    Pending pending = attempt.pending();
    if (attempt.number() > 0) {
      window.lost();
    } else {
      window.done();
    }
    abandon(pending, attempt);
    sweep.tell(
        PortResult.answered(
            sweep.target(pending.index),
            sweep.port(pending.index),
            Transport.TCP,
            reason.tcpState(),
            reason,
            System.nanoTime() - attempt.startNanos()));
  }

  /** Closes all of a port's sockets; a queue entry that it still has is passed over later. */
  private void abandon(Pending pending, Attempt last) {
    pending.done = true;
    close(last);
    pending.attempts.remove(last);
    pending.attempts.forEach(this::close);
    pending.attempts.clear();
  }

  private void close(Attempt attempt) {
    sockets--;
    try {
      attempt.channel().close();
    } catch (IOException e) {
      // The descriptor is gone all the same (close(2)), and nothing was written that could be lost.
      return;
    }
  }

  /** Sends the next attempt of ports whose slice is over, or calls them filtered after the last. */
  private void expire(long now) throws IOException {
    while (!due.isEmpty() && (due.element().done || due.element().dueNanos - now <= 0)) {
      Pending pending = due.remove();
      if (pending.done) {
        continue;
      }
      boolean another = pending.attempts.size() + pending.refusals <= settings.retries();
      if (another && attempt(pending)) {
        continue;
      }
      if (another) {
        // No socket for the retry: the attempt in flight has the time of both, and TCP repeats its
        // SYN.
        pending.refusals++;
        pending.dueNanos = now + settings.sliceNanos();
        due.add(pending);
        continue;
      }
      finish(pending, PortState.FILTERED, ProbeReason.NO_RESPONSE);
      window.done();
    }
  }

  private void finish(Pending pending, PortState state, ProbeReason reason) {
    pending.done = true;
    pending.attempts.forEach(this::close);
    pending.attempts.clear();
    sweep.tell(
        PortResult.silent(
            sweep.target(pending.index), sweep.port(pending.index), Transport.TCP, state, reason));
  }

  /** Tells all that is left as unknown, after the deadline or a stop. */
  private void giveUp() {
    due.stream()
        .filter(pending -> !pending.done)
        .forEach(p -> finish(p, PortState.UNKNOWN, ProbeReason.NOT_FINISHED));
    refused.forEach(p -> finish(p, PortState.UNKNOWN, ProbeReason.NOT_FINISHED));
    for (int index = sweep.nextIndex(); index >= 0; index = sweep.nextIndex()) {
      finish(new Pending(index), PortState.UNKNOWN, ProbeReason.NOT_FINISHED);
    }
  }
}

package io.recvq.probe;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sys.EphemeralPorts;
import io.recvq.sys.TcpConnects;
import io.recvq.sys.TcpConnects.Ends;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thread of a sweep: its connects, the ports in flight, and their attempts. A port's attempts
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
  private final TcpConnects connects;
  private final EphemeralPorts ephemeral;

  /**
   * Ports in flight in the order of their due times: each is due one slice after its last event.
   */
  private final ArrayDeque<Pending> due = new ArrayDeque<>();

  /** Ports whose socket this machine refused; they go first once others are done. */
  private final ArrayDeque<Pending> refused = new ArrayDeque<>();

  /** Attempts whose answer is still to come, by their socket. */
  private final Map<Integer, Attempt> waiting = new HashMap<>();

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

  /**
   * A connect: the how many'th of its port, counted from 0. No record: it is compared by identity.
   */
  private static final class Attempt {
    final Pending pending;
    final int socket;
    final long startNanos;
    final int number;

    Attempt(Pending pending, int socket, long startNanos) {
      this.pending = pending;
      this.socket = socket;
      this.startNanos = startNanos;
      this.number = pending.attempts.size();
    }
  }

  /** Takes over the connects, and closes them. */
  TcpSweepWorker(
      TcpSweep sweep, SweepSettings settings, RateLimit rate, Window window, TcpConnects connects) {
    this.sweep = sweep;
    this.settings = settings;
    this.rate = rate;
    this.window = window;
    this.ephemeral = EphemeralPorts.ofThisMachine();
    this.connects = connects;
  }

  void wakeUp() {
    connects.wakeUp();
  }

  /** Gives back what a worker has that never ran. */
  void close() {
    connects.close();
  }

  void run() throws OperationException {
    try {
      while (!over() && !(launch() && due.isEmpty())) {
        await();
        expire(System.nanoTime());
      }
      giveUp();
    } finally {
      for (Pending pending : due) {
        closeAll(pending);
      }
      connects.close();
    }
  }

  private boolean over() {
    return sweep.stopped() || System.nanoTime() - settings.deadlineNanos() >= 0;
  }

  /** Starts what the window and the rate allow; true when there is nothing left to start. */
  private boolean launch() throws OperationException {
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

  private void await() throws OperationException {
    long now = System.nanoTime();
    long wait = Math.min(waitNanos, settings.deadlineNanos() - now);
    Pending first = due.peek();
    if (first != null) {
      wait = Math.min(wait, first.dueNanos - now);
    }
    if (sockets == 0 && waitNanos == Long.MAX_VALUE) {
      wait = 0;
    }
    int ready = connects.await((wait + 999_999) / 1_000_000);
    for (int i = 0; i < ready; i++) {
      Attempt attempt = waiting.get(connects.ready(i));
      if (attempt != null) {
        answered(attempt, connects.answer(attempt.socket), false);
      }
    }
  }

  /** One more connect for this port; false when this machine has no socket to spare now. */
  private boolean attempt(Pending pending) throws OperationException {
    ProbeTarget target = sweep.target(pending.index);
    int socket = connects.socket(target.address().v6());
    if (socket < 0) {
      return noSocket(pending, -socket);
    }
    sockets++;
    long start = System.nanoTime();
    Attempt attempt = new Attempt(pending, socket, start);
    int errno =
        connects.connect(socket, target.address(), target.scopeId(), sweep.port(pending.index));
    if (errno != Errno.EINPROGRESS.number()) {
      return answered(attempt, errno, true);
    }
    waiting.put(socket, attempt);
    pending.attempts.add(attempt);
    pending.dueNanos = start + settings.sliceNanos();
    due.add(pending);
    connects.watch(socket);
    return true;
  }

  /** False when there may be one later. */
  private boolean noSocket(Pending pending, int errno) {
    ProbeReason reason = ProbeReason.of(errno);
    if (reason == ProbeReason.LOCAL_LIMIT || !pending.attempts.isEmpty()) {
      return refuse(pending, errno);
    }
    tellUnknown(pending, ProbeReason.LOCAL_ERROR, errno);
    return true;
  }

  /**
   * Maps what a connect answered to its meaning; false when it was this machine that refused.
   *
   * @param atOnce whether the call itself answered
   */
  private boolean answered(Attempt attempt, int errno, boolean atOnce) {
    if (errno == 0) {
      connected(attempt);
      return true;
    }
    if (atOnce && errno == Errno.ECONNREFUSED.number() && attempt.number == 0) {
      refusedAtOnce(attempt);
      return true;
    }
    ProbeReason reason = ProbeReason.of(errno);
    if (atOnce && reason == ProbeReason.LOCAL_LIMIT) {
      close(attempt);
      return refuse(attempt.pending, errno);
    }
    if (reason == ProbeReason.LOCAL_ERROR) {
      abandon(attempt.pending, attempt);
      tellUnknown(attempt.pending, reason, errno);
    } else {
      done(attempt, reason);
    }
    return true;
  }

  /** On a sweep of this machine's closed ports this is all that happens. */
  private void refusedAtOnce(Attempt attempt) {
    long nanos = System.nanoTime() - attempt.startNanos;
    sockets--;
    ProbeTarget target = sweep.target(attempt.pending.index);
    connects.reuse(attempt.socket, target.address().v6());
    window.done();
    tell(attempt.pending, ProbeReason.CONN_REFUSED, nanos);
  }

  private void connected(Attempt attempt) {
    Pending pending = attempt.pending;
    Optional<Ends> ends = connects.ends(attempt.socket);
    if (ends.isEmpty()) {
      // Reset between the handshake and now: the handshake took place.
      done(attempt, ProbeReason.SYN_ACK);
      return;
    }
    boolean toThisMachine = ends.get().local().address().equals(ends.get().remote().address());
    boolean toItself = toThisMachine && ends.get().local().port() == ends.get().remote().port();
    if (toItself) {
      // A reset leaves no TIME_WAIT behind on a port that others may want.
      connects.resetOnClose(attempt.socket);
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

  /** Puts a port back until others are done; alone, it cannot be probed on this machine. */
  private boolean refuse(Pending pending, int errno) {
    window.refused(sockets);
    if (!pending.attempts.isEmpty()) {
      return false;
    }
    if (sockets == 0) {
      tellUnknown(pending, ProbeReason.LOCAL_LIMIT, errno);
      return true;
    }
    refused.addFirst(pending);
    waitNanos = REFUSED_PAUSE_NANOS;
    return false;
  }

  private void tellUnknown(Pending pending, ProbeReason reason, int errno) {
    String detail = Errno.of(errno).map(Errno::text).orElse("errno " + errno);
    ProbeTarget target = sweep.target(pending.index);
    int port = sweep.port(pending.index);
    sweep.tell(
        PortResult.silent(target, port, Transport.TCP, PortState.UNKNOWN, reason)
            .because(PortState.UNKNOWN, reason, detail));
  }

  private void done(Attempt attempt, ProbeReason reason) {
    Pending pending = attempt.pending;
    if (attempt.number > 0) {
      window.lost();
    } else {
      window.done();
    }
    abandon(pending, attempt);
    tell(pending, reason, System.nanoTime() - attempt.startNanos);
  }

  private void tell(Pending pending, ProbeReason reason, long latencyNanos) {
    ProbeTarget target = sweep.target(pending.index);
    int port = sweep.port(pending.index);
    sweep.tell(
        PortResult.answered(target, port, Transport.TCP, reason.tcpState(), reason, latencyNanos));
  }

  /** Closes all of a port's sockets; a queue entry that it still has is passed over later. */
  private void abandon(Pending pending, Attempt last) {
    pending.done = true;
    close(last);
    pending.attempts.remove(last);
    closeAll(pending);
  }

  private void closeAll(Pending pending) {
    for (Attempt attempt : pending.attempts) {
      close(attempt);
    }
    pending.attempts.clear();
  }

  private void close(Attempt attempt) {
    sockets--;
    waiting.remove(attempt.socket);
    connects.close(attempt.socket);
  }

  /** Sends the next attempt of ports whose slice is over, or calls them filtered after the last. */
  private void expire(long now) throws OperationException {
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
    closeAll(pending);
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

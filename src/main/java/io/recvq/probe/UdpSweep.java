package io.recvq.probe;

import io.recvq.net.OperationException;
import io.recvq.sys.DescriptorBudget;
import io.recvq.sys.IcmpError;
import io.recvq.sys.NativeSocket;
import io.recvq.sys.SocketPoller;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out the state of UDP ports: an answer is open, port unreachable is closed, any other
 * unreachable is filtered, and silence stays {@code open|filtered}. Hosts limit how many ICMP
 * errors they send (Linux: one a second after a burst of six), so where a host or a router sent one
 * the silent ports are asked again, slowly, as long as they are few.
 */
public final class UdpSweep {
  private static final int MOST_IN_FLIGHT = 128;
  private static final int ASKED_AGAIN = 20;
  private static final long SLOW_NANOS = Duration.ofMillis(1100).toNanos();

  private final List<ProbeTarget> targets;
  private final int[] ports;
  private final SweepSettings settings;
  private final PortListener listener;
  private final SocketPoller poller;
  private final NativeSocket.Buffers buffers;

  /** ICMP errors by who was asked: who sends them limits how many it sends. */
  private final Map<ProbeTarget, Integer> errors = new HashMap<>();

  private volatile boolean stopped;

  /** A port in flight. */
  private static final class Asked {
    final ProbeTarget target;
    final int port;
    final NativeSocket socket;
    int sent;
    long sentNanos;

    Asked(ProbeTarget target, int port, NativeSocket socket) {
      this.target = target;
      this.port = port;
      this.socket = socket;
    }
  }

  private record Silent(ProbeTarget target, int port) {}

  /** Throws OperationException where native sockets do not work. */
  public UdpSweep(
      List<ProbeTarget> targets, int[] ports, SweepSettings settings, PortListener listener)
      throws OperationException {
    this.targets = List.copyOf(targets);
    this.ports = ports.clone();
    this.settings = settings;
    this.listener = listener;
    this.buffers = NativeSocket.prepare();
    this.poller = new SocketPoller();
  }

  /** Ends the sweep soon; what is not known yet is told as unknown. Callable from any thread. */
  public void stop() {
    stopped = true;
    poller.wakeUp();
  }

  /** Probes everything and returns when it is done. */
  public void run() throws OperationException {
    try {
      ArrayDeque<Silent> todo = new ArrayDeque<>();
      for (int port : ports) {
        targets.forEach(target -> todo.add(new Silent(target, port)));
      }
      List<Silent> silent = firstPass(todo);
      List<Silent> again =
          silent.stream().filter(s -> errors.getOrDefault(s.target(), 0) > 0).toList();
      boolean few = !again.isEmpty() && again.size() <= ASKED_AGAIN;
      if (few) {
        silent = new ArrayList<>(silent);
        silent.removeAll(again);
        silent.addAll(slowPass(new ArrayDeque<>(again)));
      }
      silent.forEach(s -> tell(s, PortState.OPEN_FILTERED, ProbeReason.NO_RESPONSE));
    } finally {
      poller.close();
    }
  }

  private boolean over() {
    return stopped || System.nanoTime() - settings.deadlineNanos() >= 0;
  }

  private void tell(Silent port, PortState state, ProbeReason reason) {
    listener.found(PortResult.silent(port.target(), port.port(), Transport.UDP, state, reason));
  }

  private List<Silent> firstPass(ArrayDeque<Silent> todo) throws OperationException {
    int window =
        Math.min(MOST_IN_FLIGHT, Math.min(settings.maxInFlight(), DescriptorBudget.available()));
    int retries = settings.retries();
    RateLimit rate = new RateLimit(settings.ratePerSecond(), System.nanoTime());
    return pass(todo, window, retries, settings.timeout().toNanos() / (retries + 1), rate);
  }

  /**
   * One question at a time, and none before Linux may send the next error: an answered question
   * takes the permit (icmp_ratelimit in man 7 icmp) as much as a lost one.
   */
  private List<Silent> slowPass(ArrayDeque<Silent> todo) throws OperationException {
    long slice = Math.max(SLOW_NANOS, settings.timeout().toNanos());
    return pass(todo, 1, 0, slice, RateLimit.slow(SLOW_NANOS, System.nanoTime()));
  }

  /**
   * Asks all of these; gives those that stayed silent.
   *
   * @param slice how long an answer may take before the question is repeated, in nanoseconds
   */
  private List<Silent> pass(
      ArrayDeque<Silent> todo, int window, int retries, long slice, RateLimit rate)
      throws OperationException {
    List<Asked> inFlight = new ArrayList<>();
    List<Silent> silent = new ArrayList<>();
    try {
      while (!over() && !(todo.isEmpty() && inFlight.isEmpty())) {
        long pause = ask(todo, inFlight, window, rate);
        await(inFlight, slice, pause);
        expire(inFlight, silent, slice, retries);
      }
    } finally {
      // Also when this machine refuses another socket.
      inFlight.forEach(asked -> asked.socket.close());
    }
    inFlight.forEach(asked -> tell(silent(asked), PortState.UNKNOWN, ProbeReason.NOT_FINISHED));
    todo.forEach(s -> tell(s, PortState.UNKNOWN, ProbeReason.NOT_FINISHED));
    return silent;
  }

  /** Asks as many as the window and the rate allow; gives how long the rate wants a pause. */
  private long ask(ArrayDeque<Silent> todo, List<Asked> inFlight, int window, RateLimit rate)
      throws OperationException {
    while (!todo.isEmpty() && inFlight.size() < window) {
      long wait = rate.take(System.nanoTime());
      if (wait > 0) {
        return wait;
      }
      start(todo.remove()).ifPresent(inFlight::add);
    }
    return Long.MAX_VALUE;
  }

  private static Silent silent(Asked asked) {
    return new Silent(asked.target, asked.port);
  }

  private Optional<Asked> start(Silent port) throws OperationException {
    ProbeTarget target = port.target();
    NativeSocket socket = NativeSocket.open(NativeSocket.Kind.UDP, target.address().v6(), buffers);
    int errno = socket.connect(target.address(), target.scopeId(), port.port());
    Asked asked = new Asked(target, port.port(), socket);
    if (errno == 0) {
      errno = send(asked);
    }
    if (errno == 0) {
      return Optional.of(asked);
    }
    socket.close();
    ProbeReason reason = ProbeReason.of(errno);
    tell(port, reason == ProbeReason.CONN_REFUSED ? PortState.CLOSED : reason.tcpState(), reason);
    return Optional.empty();
  }

  private static int send(Asked asked) {
    asked.sent++;
    asked.sentNanos = System.nanoTime();
    return asked.socket.send(UdpPayloads.forPort(asked.port));
  }

  private void await(List<Asked> inFlight, long slice, long pause) throws OperationException {
    long now = System.nanoTime();
    long wait = Math.min(pause, settings.deadlineNanos() - now);
    for (Asked asked : inFlight) {
      wait = Math.min(wait, asked.sentNanos + slice - now);
    }
    List<NativeSocket> ready =
        poller.await(
            inFlight.stream().map(a -> a.socket).toList(),
            SocketPoller.Interest.READABLE,
            Math.max(0, wait));
    for (Iterator<Asked> i = inFlight.iterator(); i.hasNext() && !ready.isEmpty(); ) {
      Asked asked = i.next();
      if (ready.contains(asked.socket) && answered(asked)) {
        asked.socket.close();
        i.remove();
      }
    }
  }

  /** Tells what came; false when it was nothing that decides. */
  private boolean answered(Asked asked) {
    long latency = System.nanoTime() - asked.sentNanos;
    if (asked.socket.receive().isPresent()) {
      found(asked, PortState.OPEN, ProbeReason.UDP_RESPONSE, latency, "");
      return true;
    }
    for (Optional<IcmpError> e = asked.socket.nextError();
        e.isPresent();
        e = asked.socket.nextError()) {
      ProbeReason reason = IcmpNames.reason(e.get());
      if (reason == ProbeReason.PORT_UNREACH || reason == ProbeReason.CONN_REFUSED) {
        errors.merge(asked.target, 1, Integer::sum);
        found(asked, PortState.CLOSED, ProbeReason.PORT_UNREACH, latency, "");
        return true;
      }
      if (reason != ProbeReason.NO_RESPONSE) {
        errors.merge(asked.target, 1, Integer::sum);
        found(asked, reason.tcpState(), reason, latency, IcmpNames.describe(e.get()));
        return true;
      }
    }
    asked.socket.takeError();
    return false;
  }

  private void found(
      Asked asked, PortState state, ProbeReason reason, long latencyNanos, String detail) {
    listener.found(
        PortResult.answered(asked.target, asked.port, Transport.UDP, state, reason, latencyNanos)
            .because(state, reason, detail));
  }

  private void expire(List<Asked> inFlight, List<Silent> silent, long slice, int retries) {
    long now = System.nanoTime();
    for (Iterator<Asked> i = inFlight.iterator(); i.hasNext(); ) {
      Asked asked = i.next();
      if (asked.sentNanos + slice - now > 0) {
        continue;
      }
      // A failed retry leaves the port silent, as the ones before it did.
      if (asked.sent > retries || send(asked) != 0) {
        asked.socket.close();
        i.remove();
        silent.add(silent(asked));
      }
    }
  }
}

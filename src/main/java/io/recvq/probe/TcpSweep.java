package io.recvq.probe;

import io.recvq.net.OperationException;
import io.recvq.sys.DescriptorBudget;
import io.recvq.sys.TcpConnects;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Finds out the state of many TCP ports by non-blocking connects. Each port of each target is told
 * to the listener exactly once, also when the deadline or {@link #stop} ends the sweep early.
 */
public final class TcpSweep {
  /** Below this a second thread costs more than it brings. */
  private static final int PORTS_PER_THREAD = 4096;

  /** Two keep two processors busy; more only contend in the kernel's connect. */
  private static final int MOST_THREADS = 4;

  /** Opens what one worker connects through. */
  @FunctionalInterface
  interface Doors {
    TcpConnects open() throws OperationException;
  }

  private final List<ProbeTarget> targets;
  private final int[] ports;
  private final SweepSettings settings;
  private final PortListener listener;
  private final Doors doors;
  private final AtomicInteger next = new AtomicInteger();
  private final ConcurrentLinkedQueue<TcpSweepWorker> workers = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  public TcpSweep(
      List<ProbeTarget> targets, int[] ports, SweepSettings settings, PortListener listener) {
    this(targets, ports, settings, listener, TcpConnects::open);
  }

  TcpSweep(
      List<ProbeTarget> targets,
      int[] ports,
      SweepSettings settings,
      PortListener listener,
      Doors doors) {
    this.targets = List.copyOf(targets);
    this.ports = ports.clone();
    this.settings = settings;
    this.listener = listener;
    this.doors = doors;
    if ((long) targets.size() * ports.length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("more than two thousand million ports at once");
    }
  }

  /**
   * Probes everything and returns when it is done. Throws OperationException when this machine does
   * not let it look at all.
   */
  public void run() throws OperationException, InterruptedException {
    int total = targets.size() * ports.length;
    int threads =
        Math.max(
            1,
            Math.min(
                Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()),
                total / PORTS_PER_THREAD));
    int sockets = Math.min(settings.maxInFlight(), DescriptorBudget.available());
    TcpConnects.makeRoom(
        room(sockets, Math.min(total, threads * Window.START), settings.retries()));
    openWorkers(threads, sockets);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    TcpSweepWorker first = workers.element();
    List<Thread> others = new ArrayList<>();
    for (TcpSweepWorker worker : workers) {
      if (worker != first) {
        others.add(started(worker, failure));
      }
    }
    runSafely(first, failure);
    for (Thread thread : others) {
      join(thread);
    }
    rethrow(failure.get());
  }

  /**
   * For how many sockets the sweep asks room when it begins. A number that is not below the limit
   * of descriptors would be refused, and no room be made at all.
   *
   * @param sockets as many as may be open
   * @param ports as many as are asked at the beginning, each by one attempt and perhaps a second
   */
  static int room(int sockets, int ports, int retries) {
    return Math.min(sockets, ports * Math.min(2, 1 + retries));
  }

  /** All before the first one runs: where one cannot be opened, none is left working. */
  void openWorkers(int threads, int sockets) throws OperationException {
    RateLimit rate = new RateLimit(settings.ratePerSecond(), System.nanoTime());
    try {
      for (int i = 0; i < threads; i++) {
        workers.add(
            new TcpSweepWorker(this, settings, rate, new Window(sockets / threads), doors.open()));
      }
    } catch (OperationException e) {
      workers.forEach(TcpSweepWorker::close);
      throw e;
    }
  }

  private Thread started(TcpSweepWorker worker, AtomicReference<@Nullable Throwable> failure) {
    Thread thread = new Thread(() -> runSafely(worker, failure), "recvq-sweep");
    thread.start();
    return thread;
  }

  private void runSafely(TcpSweepWorker worker, AtomicReference<@Nullable Throwable> failure) {
    try {
      worker.run();
    } catch (OperationException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      stop();
    }
  }

  /** Waits for a worker, which ends soon after {@link #stop} however it is interrupted. */
  private void join(Thread thread) throws InterruptedException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      stop();
      thread.join();
      throw e;
    }
  }

  private static void rethrow(@Nullable Throwable failure) throws OperationException {
    if (failure instanceof OperationException known) {
      throw known;
    }
    if (failure instanceof RuntimeException defect) {
      throw defect;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  /** Ends the sweep soon; what is not known yet is told as unknown. Callable from any thread. */
  public void stop() {
    stopped = true;
    workers.forEach(TcpSweepWorker::wakeUp);
  }

  boolean stopped() {
    return stopped;
  }

  /** The next port to be probed, as an index; negative when there is none left. */
  int nextIndex() {
    int total = targets.size() * ports.length;
    return next.get() >= total ? -1 : indexBelow(next.getAndIncrement(), total);
  }

  private static int indexBelow(int index, int total) {
    return index < total ? index : -1;
  }

  /** Ports of different targets follow each other, so that no target bears all the load at once. */
  ProbeTarget target(int index) {
    return targets.get(index % targets.size());
  }

  int port(int index) {
    return ports[index / targets.size()];
  }

  synchronized void tell(PortResult result) {
    listener.found(result);
  }
}

package io.recvq.peer;

import io.recvq.net.OperationException;
import io.recvq.sys.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One selector and one thread that serve any number of listeners and connections without ever
 * blocking. Many loops may exist side by side. Closing it closes everything that runs on it.
 *
 * <p>Everything happens on the loop's thread; {@link #execute} brings work there from others.
 */
public final class EventLoop implements AutoCloseable {
  /** One buffer for all reads of a loop; also the most that one connection may have pending. */
  static final int BUFFER_BYTES = 256 << 10;

  private static final long MILLI_NANOS = 1_000_000;

  /** What is registered with the selector. */
  interface Registered {
    /** The channel is ready for what the key says. */
    void ready(SelectionKey key);

    /** The loop is about to end: begins nothing new; what is under way may still be done. */
    default void drain() {}

    /** Ends it, because the loop ends. */
    void shutDown();
  }

  private final Selector selector;
  private final PeerObserver observer;
  private final Thread thread;
  private final Consumer<SelectionKey> dispatch = EventLoop::dispatch;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Timers timers = new Timers();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private volatile PeerWatch peerWatch = PeerWatch.BLIND;
  private volatile boolean closing;
  private volatile @Nullable Throwable failure;
  private boolean unsettled;
  private int lastConnection;
  private int openConnections;

  private EventLoop(String name, Selector selector, PeerObserver observer) {
    this.selector = selector;
    this.observer = observer;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /**
   * Starts a loop with its thread.
   *
   * @param name of the thread
   * @param observer is told of everything that happens, on the loop's thread
   * @throws OperationException when the system has no descriptor left
   */
  public static EventLoop start(String name, PeerObserver observer) throws OperationException {
    EventLoop loop = new EventLoop(name, openSelector(), observer);
    loop.thread.start();
    return loop;
  }

  /**
   * The JDK needs two descriptors when a channel or selector is closed for the first time, and when
   * there are none left then, it can close nothing for the rest of its life. So one is closed here.
   */
  private static Selector openSelector() throws OperationException {
    try {
      Selector.open().close();
      return Selector.open();
    } catch (IOException e) {
      throw OperationException.of("open a selector", e, "see ulimit -n");
    }
  }

  /** Lets stalled connections notice that their peer has gone. */
  public void watchPeersBy(PeerWatch watch) {
    peerWatch = watch;
  }

  PeerWatch peerWatch() {
    return peerWatch;
  }

  /** Runs this soon on the loop's thread; not at all once the loop is closed. */
  public void execute(Runnable task) {
    tasks.add(task);
    if (!onThread()) {
      selector.wakeup();
    }
  }

  /** Runs this on the loop's thread after a delay. Call it on the loop's thread. */
  Timers.Timer schedule(long delayNanos, Runnable action) {
    return timers.schedule(delayNanos, action);
  }

  /** A task that may fail or return something. */
  interface Call<T> {
    T run() throws IOException;
  }

  /**
   * Runs this on the loop's thread and waits for its result. From any thread but the loop's.
   *
   * @throws InterruptedIOException when the loop has ended or the waiting was interrupted
   */
  <T> T call(Call<T> call) throws IOException {
    CompletableFuture<T> result = new CompletableFuture<>();
    execute(
        () -> {
          try {
            result.complete(call.run());
          } catch (IOException e) {
            result.completeExceptionally(e);
          }
        });
    try {
      CompletableFuture.anyOf(result, ended).get();
      if (!result.isDone()) {
        throw new InterruptedIOException("the event loop has ended");
      }
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    }
  }

  private void run() {
    try {
      while (!closing) {
        select();
        runTasks();
        timers.run();
        if (unsettled) {
          unsettled = false;
          observer.settled();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    } finally {
      shutDown();
      ended.complete(null);
    }
  }

  private void select() throws IOException {
    long nanos = timers.nanosLeft();
    if (nanos <= 0 || !tasks.isEmpty()) {
      selector.selectNow(dispatch);
    } else if (nanos == Long.MAX_VALUE) {
      selector.select(dispatch);
    } else {
      // Rounded up, so that the timer is due when this returns.
      selector.select(dispatch, (nanos + MILLI_NANOS - 1) / MILLI_NANOS);
    }
  }

  private static void dispatch(SelectionKey key) {
    try {
      ((Registered) key.attachment()).ready(key);
    } catch (CancelledKeyException e) {
      // Closed by an earlier event of the same batch: there is nothing left to serve.
      key.cancel();
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void forEach(Consumer<Registered> action) {
    for (SelectionKey key : List.copyOf(selector.keys())) {
      if (key.attachment() instanceof Registered registered) {
        action.accept(registered);
      }
    }
  }

  /** Whatever fails on the way, the rest is closed, too. */
  private void shutDown() {
    forEach(registered -> attempt(registered::shutDown));
    attempt(observer::settled);
    attempt(selector::close);
  }

  /** A step of the end. */
  private interface Step {
    void run() throws IOException;
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Tells the observer; what it throws ends the loop. */
  void emit(PeerEvent event) {
    if (failure != null) {
      return;
    }
    try {
      unsettled = true;
      observer.event(event);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Whether anybody wants events; where nobody does none are built. */
  boolean observed() {
    return observer != PeerObserver.NONE;
  }

  private void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    closing = true;
  }

  /**
   * Registers a non-blocking channel; the attachment is told when it is ready.
   *
   * @throws IOException when the channel is closed already
   */
  SelectionKey register(SelectableChannel channel, int interest, Registered attachment)
      throws IOException {
    return channel.register(selector, interest, attachment);
  }

  /** Room for one read, empty; it is everybody's, so what is in it lasts no longer than a call. */
  ByteBuffer readBuffer() {
    return readBuffer.clear();
  }

  /** The number of the next connection, from 1. */
  int nextConnection() {
    return ++lastConnection;
  }

  /** A connection has begun. */
  void opened() {
    openConnections++;
  }

  /** A connection has ended. */
  void closed() {
    openConnections--;
  }

  /** The connections that are open now, by their numbers. On the loop's thread only. */
  List<Connection> connections() {
    return selector.keys().stream()
        .map(SelectionKey::attachment)
        .filter(Connection.class::isInstance)
        .map(Connection.class::cast)
        .filter(Connection::isOpen)
        .sorted(Comparator.comparingInt(Connection::number))
        .toList();
  }

  /** How many connections are open now. On the loop's thread only. */
  int openConnections() {
    return openConnections;
  }

  /** Whether the caller is this loop's thread. */
  boolean onThread() {
    return Thread.currentThread() == thread;
  }

  /** Asks the loop to end, without waiting for it. */
  public void stop() {
    closing = true;
    selector.wakeup();
  }

  /**
   * Ends in good order: accepts no more, sends what is pending, closes; after the grace what is
   * left is cut. Does not wait.
   */
  public void drain(Duration grace) {
    execute(
        () -> {
          forEach(Registered::drain);
          schedule(grace.toNanos(), this::stop);
          stopWhenEmpty();
        });
  }

  private void stopWhenEmpty() {
    if (openConnections == 0) {
      stop();
    } else {
      schedule(MILLI_NANOS, this::stopWhenEmpty);
    }
  }

  /**
   * Waits until the loop has ended.
   *
   * @throws IOException when it ended because the selector failed
   * @throws RuntimeException what its observer threw
   */
  public void awaitEnd() throws IOException, InterruptedException {
    awaitEnd(Duration.ofNanos(Long.MAX_VALUE));
  }

  /** Waits like {@link #awaitEnd()} but not for ever; false when the time was over first. */
  public boolean awaitEnd(Duration atMost) throws IOException, InterruptedException {
    try {
      ended.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    rethrow();
    return true;
  }

  /** Completes when the loop has ended and everything on it is closed. */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  private void rethrow() throws IOException {
    Throwable cause = failure;
    if (cause instanceof IOException io) {
      throw io;
    }
    if (cause instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (cause instanceof Error error) {
      throw error;
    }
  }

  /** Closes everything on the loop and waits until its thread has ended. */
  @Override
  public void close() {
    stop();
    if (onThread()) {
      return;
    }
    Threads.awaitEnd(thread);
  }
}

package io.recvq.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a running command to end: set once by Ctrl-C, a signal or a killed job, seen by everything
 * that waits. Safe for use by several threads.
 */
public final class StopSignal {
  private final List<Runnable> listeners = new ArrayList<>();
  private boolean stopped;

  /** Ends an interest in the signal. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Sets the signal and runs what was registered, on the caller's thread; a second call does
   * nothing.
   */
  public void stop() {
    List<Runnable> toRun;
    synchronized (this) {
      if (stopped) {
        return;
      }
      stopped = true;
      toRun = List.copyOf(listeners);
      listeners.clear();
      notifyAll();
    }
    for (Runnable listener : toRun) {
      listener.run();
    }
  }

  public synchronized boolean isStopped() {
    return stopped;
  }

  /** Runs this once when the signal is set, or at once if it already is; it must not block. */
  public Registration onStop(Runnable action) {
    synchronized (this) {
      if (!stopped) {
        listeners.add(action);
        return () -> remove(action);
      }
    }
    action.run();
    return () -> {};
  }

  private synchronized void remove(Runnable action) {
    listeners.remove(action);
  }

  /** Waits until the signal is set; false when the time is over first. */
  public synchronized boolean await(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!stopped) {
      long millis = (end - System.nanoTime() + 999_999) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  /** Waits until the signal is set. */
  public synchronized void await() throws InterruptedException {
    while (!stopped) {
      wait();
    }
  }
}

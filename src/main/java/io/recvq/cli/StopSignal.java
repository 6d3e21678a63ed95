package io.recvq.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a running command to end: set once by Ctrl-C, a signal or a killed job, seen by everything
 * that waits. Safe for use by several threads.
 */
public final class StopSignal {
  private final List<Listener> listeners = new ArrayList<>();
  private boolean stopped;

  /**
   * Ends an interest in the signal: once it is closed the action neither runs nor begins to, even
   * when the signal is being set just then.
   */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** An action that runs at most once, and only as long as somebody is interested. */
  private final class Listener implements Registration {
    private final Runnable action;
    private boolean over;

    Listener(Runnable action) {
      this.action = action;
    }

    /** Holds the lock meanwhile, so that {@link #close} waits for an action under way. */
    synchronized void fire() {
      if (!over) {
        over = true;
        action.run();
      }
    }

    @Override
    public void close() {
      remove(this);
      synchronized (this) {
        over = true;
      }
    }
  }

  /**
   * Sets the signal and runs what was registered, on the caller's thread; a second call does
   * nothing.
   */
  public void stop() {
    List<Listener> toFire;
    synchronized (this) {
      if (stopped) {
        return;
      }
      stopped = true;
      toFire = List.copyOf(listeners);
      listeners.clear();
      notifyAll();
    }
    toFire.forEach(Listener::fire);
  }

  public synchronized boolean isStopped() {
    return stopped;
  }

  /** Runs this once when the signal is set, or at once if it already is; it must not block. */
  public Registration onStop(Runnable action) {
    Listener listener = new Listener(action);
    synchronized (this) {
      if (!stopped) {
        listeners.add(listener);
        return listener;
      }
    }
    listener.fire();
    return listener;
  }

  private synchronized void remove(Listener listener) {
    listeners.remove(listener);
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

package io.recvq.peer;

import io.recvq.net.DurationText;
import java.time.Duration;

/**
 * Whether and how long a call on a socket waits for what it cannot do at once (fcntl(2), poll(2)).
 */
public sealed interface SocketMode {
  /** The call returns when it is done, however long that takes. */
  SocketMode BLOCKING = new Blocking();

  /** The call returns at once: with what could be done, or with EAGAIN. */
  SocketMode NON_BLOCKING = new NonBlocking();

  /** See {@link #BLOCKING}. */
  record Blocking() implements SocketMode {
    @Override
    public String toString() {
      return "blocking";
    }
  }

  /** See {@link #NON_BLOCKING}. */
  record NonBlocking() implements SocketMode {
    @Override
    public String toString() {
      return "nonblocking";
    }
  }

  /**
   * The call waits for readiness, but not longer than this; as Python's settimeout, it is poll and
   * a non-blocking call.
   */
  record TimeOut(Duration limit) implements SocketMode {
    @Override
    public String toString() {
      return "timeout=" + limit.toMillis() + "ms";
    }
  }

  /**
   * Reads {@code blocking}, {@code nonblocking} or {@code timeout=DURATION}; throws
   * IllegalArgumentException with the forms it takes.
   */
  static SocketMode parse(String text) {
    if (text.equals("blocking")) {
      return BLOCKING;
    }
    if (text.equals("nonblocking")) {
      return NON_BLOCKING;
    }
    if (text.startsWith("timeout=")) {
      Duration limit = DurationText.parse(text.substring("timeout=".length()));
      if (limit.toMillis() < 1) {
        throw new IllegalArgumentException("a time-out is 1ms or more");
      }
      return new TimeOut(limit);
    }
    throw new IllegalArgumentException(
        "no mode '" + text + "'; there are blocking, nonblocking, timeout=DURATION");
  }
}

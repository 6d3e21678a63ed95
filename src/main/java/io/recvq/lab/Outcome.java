package io.recvq.lab;

import io.recvq.net.Errno;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;

/**
 * What one system call on a socket driven by hand returned.
 *
 * @param call its name, as {@code write}
 * @param requested bytes offered or asked for; 0 where the call takes none
 * @param returned as in its manual page: a count, 0 for the end of the stream, -1 for an error
 * @param errno the error of -1
 * @param bytes those that were read, or written
 * @param calls how often it was called; more than once only when filling or waiting
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record Outcome(
    String call,
    long requested,
    long returned,
    Optional<Errno> errno,
    byte[] bytes,
    int calls,
    Duration took) {

  private static final byte[] NOTHING = {};

  static Outcome of(String call, long requested, long returned, byte[] bytes, long startNanos) {
    return new Outcome(call, requested, returned, Optional.empty(), bytes, 1, since(startNanos));
  }

  static Outcome refused(String call, long requested, Errno errno, long startNanos) {
    return new Outcome(call, requested, -1, Optional.of(errno), NOTHING, 1, since(startNanos));
  }

  /**
   * What the JDK made of the system's answer, turned back.
   *
   * @throws IOException when it was no answer of the system
   */
  static Outcome of(String call, long requested, IOException failure, long startNanos)
      throws IOException {
    if (failure instanceof ClosedChannelException) {
      // The JDK itself refuses after shutdown; the kernel's answer would be this (man 2 write).
      return refused(call, requested, Errno.EPIPE, startNanos);
    }
    Optional<Errno> errno = Errno.of(failure);
    if (errno.isEmpty()) {
      throw failure;
    }
    return refused(call, requested, errno.get(), startNanos);
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** Whether the kernel could not do it now and may later (man 2 read, EAGAIN). */
  public boolean wouldBlock() {
    return errno.filter(e -> e == Errno.EAGAIN).isPresent();
  }
}

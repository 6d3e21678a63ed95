package io.recvq.peer;

import io.recvq.net.Errno;
import java.io.IOException;
import java.util.Optional;

/**
 * How a connection ended.
 *
 * @param kind who ended it and how
 * @param errno what the system said, where it said anything
 * @param detail more words, as the reason of a malformed frame; may be empty
 */
public record Ending(Kind kind, Optional<Errno> errno, String detail) {

  /** Who ended a connection, and how. */
  public enum Kind {
    /** Both directions ended in good order. */
    CLOSED,
    /** The peer reset it: it had unread data, crashed, or does not know it any more. */
    RESET,
    /** We reset it on purpose. */
    RESET_BY_US,
    /** We ended it: stopped, or what came made no sense. */
    CLOSED_BY_US,
    /** Nothing came for the idle time-out. */
    IDLE,
    /** The system reported another error. */
    FAILED;

    /** As shown and as in JSON: {@code reset-by-us}. */
    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  public static final Ending CLOSED = of(Kind.CLOSED);
  public static final Ending CLOSED_BY_US = of(Kind.CLOSED_BY_US);
  public static final Ending RESET_BY_US = of(Kind.RESET_BY_US);

  /** The peer left a connection that we were not reading. */
  static final Ending GONE =
      new Ending(Kind.CLOSED, Optional.empty(), "the peer has gone; its bytes were not read");

  public static final Ending IDLE = of(Kind.IDLE);

  private static Ending of(Kind kind) {
    return new Ending(kind, Optional.empty(), "");
  }

  /** The ending that this failure of a read or a write means. */
  static Ending of(IOException failure) {
    Optional<Errno> errno = Errno.of(failure);
    boolean reset =
        errno
            .filter(e -> e == Errno.ECONNRESET || e == Errno.EPIPE || e == Errno.ECONNABORTED)
            .isPresent();
    String detail = errno.isPresent() ? "" : String.valueOf(failure.getMessage());
    return new Ending(reset ? Kind.RESET : Kind.FAILED, errno, detail);
  }

  /** The same ending with more words. */
  Ending with(String words) {
    return new Ending(kind, errno, words);
  }

  /** What the system said and what is known besides; empty when the peer just ended it. */
  public String words() {
    String system = errno.map(e -> e.text() + " (" + e + ")").orElse("");
    return system + (system.isEmpty() || detail.isEmpty() ? "" : ", ") + detail;
  }

  /** We close it because of this. */
  static Ending because(String detail) {
    return new Ending(Kind.CLOSED_BY_US, Optional.empty(), detail);
  }
}

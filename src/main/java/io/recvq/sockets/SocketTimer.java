package io.recvq.sockets;

/**
 * The timer that a socket waits for (idiag_timer of linux/inet_diag.h).
 *
 * @param remainingMillis time until it expires
 * @param retries how often the same was tried before without an answer
 */
public record SocketTimer(Kind kind, long remainingMillis, int retries) {
  public static final SocketTimer OFF = new SocketTimer(Kind.OFF, 0, 0);

  /** What happens when the timer expires, under the names that ss shows. */
  public enum Kind {
    /** No timer runs. */
    OFF("off"),
    /** Something unacknowledged is sent again. */
    RETRANSMIT("on"),
    /** A silent peer is asked whether it lives. */
    KEEPALIVE("keepalive"),
    /** The connection's tuple is freed. */
    TIMEWAIT("timewait"),
    /** A closed window is probed (RFC 9293 section 3.8.6.1). */
    PERSIST("persist"),
    /** A number that this version does not know. */
    UNKNOWN("unknown");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    private static final Kind[] KINDS = values();

    static Kind of(int number) {
      return number >= 0 && number < 5 ? KINDS[number] : UNKNOWN;
    }
  }

  /** The timer with the kernel's number. */
  public static SocketTimer of(int number, long remainingMillis, int retries) {
    return number == 0 && retries == 0
        ? OFF
        : new SocketTimer(Kind.of(number), number == 0 ? 0 : remainingMillis, retries);
  }
}

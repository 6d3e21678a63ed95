package io.recvq.scenario;

import io.recvq.sockets.SocketState;
import java.util.Optional;

/**
 * Something that the kernel's socket table must show, as {@code client send-q > 0}, {@code server
 * state = CLOSE_WAIT} or {@code server sockets TIME_WAIT >= 20}.
 *
 * @param text as the file has it
 * @param end whose socket
 * @param subject what of it
 * @param state of {@link Subject#SOCKETS} and of {@link Subject#STATE}; empty where the socket must
 *     be gone
 * @param word of {@link Subject#TIMER}
 * @param value what the number is compared with
 */
public record Condition(
    String text,
    String end,
    Subject subject,
    Optional<SocketState> state,
    String word,
    Comparison comparison,
    double value) {

  /** What of a socket can be asked, under the words of a file. */
  public enum Subject {
    STATE("state"),
    TIMER("timer"),
    /** How many of the end's sockets are in a state. */
    SOCKETS("sockets"),
    RECV_Q("recv-q"),
    SEND_Q("send-q"),
    NOT_SENT("not-sent"),
    RETRANSMISSIONS("retransmissions"),
    RTT_MS("rtt-ms"),
    BUSY_MS("busy-ms"),
    RWND_LIMITED_MS("rwnd-limited-ms"),
    SNDBUF_LIMITED_MS("sndbuf-limited-ms"),
    PEER_WINDOW("peer-window"),
    /** Connections that wait to be accepted: Recv-Q of a listener. */
    ACCEPT_QUEUE("accept-queue");

    private final String word;

    Subject(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** How numbers are compared. */
  public enum Comparison {
    EQUAL("="),
    AT_LEAST(">="),
    AT_MOST("<="),
    ABOVE(">"),
    BELOW("<");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    /** Whether a number compares like this with another. */
    public boolean holds(double number, double with) {
      return switch (this) {
        case EQUAL -> number == with;
        case AT_LEAST -> number >= with;
        case AT_MOST -> number <= with;
        case ABOVE -> number > with;
        case BELOW -> number < with;
      };
    }
  }

  @Override
  public String toString() {
    return text;
  }
}

package io.recvq.view;

import io.recvq.net.Errno;
import io.recvq.peer.Filler;
import io.recvq.peer.GrantedOption;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketMemory;
import io.recvq.sockets.TcpInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What filling a connection showed.
 *
 * @param local our end
 * @param remote the peer's end
 * @param errno what the last write was answered with
 * @param acceptedBytes bytes that the kernel has taken from us
 * @param firstRefusalBytes bytes taken when a write was first refused
 * @param settled whether the kernel had stopped taking any by the end
 * @param sample both ends' queues, read at the end
 * @param options of our socket as the user asked for them, and what was granted
 */
public record FillReport(
    String local,
    String remote,
    Outcome outcome,
    Optional<Errno> errno,
    long acceptedBytes,
    OptionalLong firstRefusalBytes,
    Duration timeToFirstRefusal,
    Duration elapsed,
    boolean settled,
    Optional<ConnectionSample> sample,
    List<GrantedOption> options) {

  /** How it ended; the words of the output contract. */
  public enum Outcome {
    WOULD_BLOCK("would-block"),
    BLOCKED("blocked"),
    TIMED_OUT("timed-out"),
    RESET("reset"),
    CLOSED("closed"),
    LIMIT("limit");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    /** Whether the kernel took no more, in whichever manner it said so. */
    public boolean isFull() {
      return this == WOULD_BLOCK || this == BLOCKED || this == TIMED_OUT;
    }

    /** What a reason to stop writing means. */
    public static Outcome of(Filler.Stop stop) {
      return switch (stop) {
        case REFUSED -> WOULD_BLOCK;
        case BLOCKED -> BLOCKED;
        case TIMED_OUT -> TIMED_OUT;
        case LIMIT -> LIMIT;
      };
    }
  }

  Optional<InetRow> near() {
    return sample.flatMap(ConnectionSample::near);
  }

  Optional<InetRow> far() {
    return sample.flatMap(ConnectionSample::far);
  }

  /** Bytes that our end has not sent yet. */
  OptionalLong notSentBytes() {
    Optional<TcpInfo> tcp = near().flatMap(InetRow::tcp);
    return tcp.isPresent() ? OptionalLong.of(tcp.get().notSentBytes()) : OptionalLong.empty();
  }

  /** What was asked of an option; empty where nothing was. */
  OptionalLong asked(String option) {
    return options.stream()
        .filter(o -> o.name().equals(option))
        .mapToLong(GrantedOption::asked)
        .mapToObj(OptionalLong::of)
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  /** The kernel's SO_SNDBUF of our end. */
  OptionalLong grantedSendBuffer() {
    Optional<SocketMemory> memory = near().flatMap(InetRow::memory);
    return memory.isPresent() ? OptionalLong.of(memory.get().sendLimit()) : OptionalLong.empty();
  }

  /** The kernel's SO_RCVBUF of the peer's end. */
  OptionalLong peerReceiveBuffer() {
    Optional<SocketMemory> memory = far().flatMap(InetRow::memory);
    return memory.isPresent() ? OptionalLong.of(memory.get().receiveLimit()) : OptionalLong.empty();
  }

  /**
   * Accepted bytes that are neither unsent at our end nor unread at the peer's: read by it, or on
   * their way. Empty where an end cannot be seen.
   */
  OptionalLong unaccountedBytes() {
    if (notSentBytes().isEmpty() || far().isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(acceptedBytes - notSentBytes().getAsLong() - far().get().recvQ());
  }
}

package io.recvq.peer;

import io.recvq.net.Errno;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One call on a socket, when it has returned.
 *
 * @param time when it was made
 * @param name as {@code write}, or {@code await readable} for waiting on readiness
 * @param bytes how many were offered to a write, or room there was for a read
 * @param result what it returned
 * @param took until it returned
 */
public record SocketCall(
    Instant time, String name, OptionalInt bytes, Result result, Duration took) {
  /** What a call returned. */
  public sealed interface Result {}

  /** It did this much: bytes of a read or a write; 0 of a read is the end of the stream. */
  public record Returned(int value) implements Result {}

  /** The system refused it with an errno. */
  public record Failed(Errno errno) implements Result {}

  /** Its time was over first. */
  public record TimedOut() implements Result {}

  /** It still waited when the socket was closed under it; so many bytes had been taken. */
  public record CutShort(int value) implements Result {}

  /** The errno, where there is one. */
  public Optional<Errno> errno() {
    return result instanceof Failed failed ? Optional.of(failed.errno()) : Optional.empty();
  }
}

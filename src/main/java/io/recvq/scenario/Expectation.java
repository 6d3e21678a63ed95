package io.recvq.scenario;

import io.recvq.net.Errno;
import io.recvq.protocol.Malformed;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a call must return.
 *
 * @param errno of {@link Kind#ERRNO}
 * @param reason of {@link Kind#MALFORMED}
 * @param bytes exactly so many where it is there
 * @param atLeast it took at least so long, where it is there
 */
public record Expectation(
    Kind kind,
    Optional<Errno> errno,
    Optional<Malformed.Reason> reason,
    OptionalLong bytes,
    Optional<Duration> atLeast) {

  /** The kinds of answers. */
  public enum Kind {
    /** It works, with at least a byte where it reads or writes. */
    OK,
    /** The kernel refuses. */
    ERRNO,
    /** A read finds the end of the stream. */
    EOF,
    /** It does not return. */
    HANG,
    /** It reads or writes less than it was asked for. */
    PARTIAL,
    /** A whole frame was read. */
    FRAME,
    /** What was read is no frame. */
    MALFORMED,
    /** Whatever it returns is right. */
    ANYTHING
  }

  /** It works. */
  public static final Expectation OK =
      new Expectation(
          Kind.OK, Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty());

  /** Whether it is the answer that a program without a fault gets. */
  public boolean isHealthy() {
    return kind == Kind.OK || kind == Kind.FRAME || kind == Kind.ANYTHING;
  }

  /** As the file has it: {@code ECONNRESET}, {@code hang}, {@code bad-json}. */
  @Override
  public String toString() {
    return word() + atLeast.map(least -> " after at least " + least.toMillis() + " ms").orElse("");
  }

  private String word() {
    return errno
        .map(Enum::name)
        .or(() -> reason.map(Malformed.Reason::word))
        .orElseGet(
            () ->
                bytes.isPresent()
                    ? bytes.getAsLong() + " bytes"
                    : kind.name().toLowerCase(Locale.ROOT));
  }
}

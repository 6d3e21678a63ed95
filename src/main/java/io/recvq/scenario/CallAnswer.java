package io.recvq.scenario;

import io.recvq.net.Errno;
import io.recvq.protocol.Malformed;
import io.recvq.sys.StreamSocket;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a step's call, or its calls together, returned.
 *
 * @param kind never {@link Expectation.Kind#HANG}: that is an answer that did not come
 * @param bytes read or written
 * @param asked how many were to be read or written
 * @param text for the time line
 * @param endNanos when it returned, on the clock of System.nanoTime
 */
record CallAnswer(
    Expectation.Kind kind,
    long bytes,
    long asked,
    Optional<Errno> errno,
    Optional<Malformed.Reason> reason,
    String text,
    long endNanos,
    Duration took) {

  /** A call that worked and has nothing to count. */
  static CallAnswer ok(StreamSocket.Answer answer, String text) {
    return counted(Expectation.Kind.OK, 0, 0, answer, text);
  }

  /** A call that read or wrote so much. */
  static CallAnswer counted(
      Expectation.Kind kind, long bytes, long asked, StreamSocket.Answer answer, String text) {
    return new CallAnswer(
        kind,
        bytes,
        asked,
        Optional.empty(),
        Optional.empty(),
        text,
        answer.endNanos(),
        answer.took());
  }

  /** A call that the kernel refused, after so many bytes. */
  static CallAnswer refused(StreamSocket.Answer answer, long bytes, long asked) {
    String name = answer.errno().map(Errno::toString).orElse("errno " + answer.errnoNumber());
    String words = answer.errno().map(errno -> " (" + errno.text() + ")").orElse("");
    return new CallAnswer(
        Expectation.Kind.ERRNO,
        bytes,
        asked,
        answer.errno(),
        Optional.empty(),
        name + words + (bytes > 0 ? " after " + number(bytes) + " bytes" : ""),
        answer.endNanos(),
        answer.took());
  }

  /** A call that failed without an errno: getaddrinfo has errors of its own. */
  static CallAnswer failed(StreamSocket.Answer answer, String text) {
    return counted(Expectation.Kind.ERRNO, 0, 0, answer, text);
  }

  /** The same with the time since then. */
  CallAnswer since(long startNanos) {
    return new CallAnswer(
        kind, bytes, asked, errno, reason, text, endNanos, Duration.ofNanos(endNanos - startNanos));
  }

  /** Whether it is what was expected. */
  boolean meets(Expectation expect) {
    boolean right =
        switch (expect.kind()) {
          case ANYTHING -> true;
          case OK ->
              kind == Expectation.Kind.OK
                  && (expect.bytes().isEmpty() || expect.bytes().getAsLong() == bytes);
          case ERRNO -> errno.isPresent() && errno.equals(expect.errno());
          case PARTIAL -> kind == Expectation.Kind.OK && bytes > 0 && bytes < asked;
          case MALFORMED -> reason.isPresent() && reason.equals(expect.reason());
          case EOF, FRAME -> kind == expect.kind();
          case HANG -> false;
        };
    return right && expect.atLeast().filter(least -> took.compareTo(least) < 0).isEmpty();
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

package io.recvq.scenario;

import io.recvq.document.DocNode;
import io.recvq.document.DocumentException;
import io.recvq.net.Errno;
import io.recvq.protocol.Malformed;
import io.recvq.scenario.Expectation.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a step of a scenario file must return. */
final class ExpectationReader {
  private ExpectationReader() {}

  static Expectation read(FaultyNode step) throws DocumentException {
    Optional<Duration> atLeast = step.duration("takes-at-least");
    Optional<DocNode> node = step.get("expect");
    if (node.isEmpty()) {
      return of(Kind.OK, atLeast);
    }
    String text = node.get().text("'expect'");
    return switch (text) {
      case "ok" -> of(Kind.OK, atLeast);
      case "eof" -> of(Kind.EOF, atLeast);
      case "hang" -> of(Kind.HANG, atLeast);
      case "partial" -> of(Kind.PARTIAL, atLeast);
      case "frame" -> of(Kind.FRAME, atLeast);
      case "anything" -> of(Kind.ANYTHING, atLeast);
      default -> other(node.get(), text, atLeast);
    };
  }

  private static Expectation of(Kind kind, Optional<Duration> atLeast) {
    return new Expectation(kind, Optional.empty(), Optional.empty(), OptionalLong.empty(), atLeast);
  }

  private static Expectation other(DocNode node, String text, Optional<Duration> atLeast)
      throws DocumentException {
    for (Errno errno : Errno.values()) {
      if (errno.name().equals(text)) {
        return new Expectation(
            Kind.ERRNO, Optional.of(errno), Optional.empty(), OptionalLong.empty(), atLeast);
      }
    }
    for (Malformed.Reason reason : Malformed.Reason.values()) {
      if (reason.word().equals(text)) {
        return new Expectation(
            Kind.MALFORMED, Optional.empty(), Optional.of(reason), OptionalLong.empty(), atLeast);
      }
    }
    if (text.matches("[0-9]{1,12} bytes")) {
      OptionalLong bytes = OptionalLong.of(Long.parseLong(text.substring(0, text.indexOf(' '))));
      return new Expectation(Kind.OK, Optional.empty(), Optional.empty(), bytes, atLeast);
    }
    throw node.wrong(
        "'expect' is ok, an errno, eof, hang, partial, N bytes, frame, anything, or a reason such"
            + " as bad-json; not '"
            + text
            + "'");
  }
}

package io.recvq.check;

import io.recvq.document.DocumentException;
import io.recvq.net.AddressSpec;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.probe.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A conversation in steps: send bytes, expect bytes. */
record BytesCheck(AddressSpec.Inet address, List<Step> steps) implements Check {
  private static final int MOST_RECEIVED = 1 << 20;
  private static final Set<String> STEPS =
      Set.of("send", "send-hex", "expect", "expect-hex", "matches", "half-close", "expect-close");

  BytesCheck {
    steps = List.copyOf(steps);
  }

  /** One step; answers what is wrong, if anything is. */
  private interface Step {
    Optional<String> take(Received received) throws IOException;
  }

  /** What has come and no step has taken yet; Latin-1, a char a byte. */
  private static final class Received {
    private final Exchange exchange;
    private final StringBuilder text = new StringBuilder();
    private boolean ended;
    private boolean late;

    Received(Exchange exchange) {
      this.exchange = exchange;
    }

    /** Waits for more; false at the end of the stream, of the time, or when too much has come. */
    boolean more() throws IOException {
      if (ended || late || text.length() >= MOST_RECEIVED) {
        return false;
      }
      ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
      try {
        ended = exchange.read(buffer) < 0;
      } catch (OperationException e) {
        late = e.errno().filter(Errno.ETIMEDOUT::equals).isPresent();
        if (!late) {
          throw e;
        }
      }
      text.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1));
      return !ended && !late;
    }

    /** Why there is no more. */
    String end() {
      return ended ? "the stream ended" : late ? "nothing more came in time" : "too much came";
    }

    String rest() {
      String rest =
          new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      return rest.isEmpty() ? "nothing" : Reach.cut(rest);
    }
  }

  static Check read(Fields fields) throws DocumentException {
    List<Step> steps = new ArrayList<>();
    for (Fields each : fields.list("steps")) {
      steps.add(step(each));
    }
    if (steps.isEmpty()) {
      throw fields.wrong("steps", "must hold at least one step");
    }
    return new BytesCheck(fields.address("target"), steps);
  }

  private static Step step(Fields fields) throws DocumentException {
    Set<String> keys = fields.node().keys("a step", STEPS);
    if (keys.size() != 1) {
      throw fields
          .node()
          .wrong(
              "a step is exactly one of send, send-hex, expect, expect-hex, matches, half-close, expect-close");
    }
    String key = keys.iterator().next();
    return switch (key) {
      case "send" -> sending(fields.text(key).orElse("").getBytes(StandardCharsets.UTF_8));
      case "send-hex" -> sending(fields.hex(key));
      case "expect" -> expecting(fields.text(key).orElse("").getBytes(StandardCharsets.UTF_8));
      case "expect-hex" -> expecting(fields.hex(key));
      case "matches" -> matching(fields.pattern(key).orElseThrow());
      case "half-close" ->
          received -> {
            received.exchange.shutdownOutput();
            return Optional.empty();
          };
      default -> BytesCheck::atEnd;
    };
  }

  private static Step sending(byte[] bytes) {
    return received -> {
      received.exchange.send(bytes);
      return Optional.empty();
    };
  }

  private static Step expecting(byte[] bytes) {
    String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
    return matching(Pattern.compile(wanted, Pattern.LITERAL));
  }

  /** Reads until the pattern is found; what stands before it, and it, is taken. */
  private static Step matching(Pattern pattern) {
    return received -> {
      do {
        Matcher matcher = pattern.matcher(received.text);
        if (matcher.find()) {
          received.text.delete(0, matcher.end());
          return Optional.empty();
        }
      } while (received.more());
      return Optional.of("not there: " + received.end() + ", received " + received.rest());
    };
  }

  private static Optional<String> atEnd(Received received) throws IOException {
    while (received.more()) {
      if (received.text.length() >= MOST_RECEIVED) {
        break;
      }
    }
    return received.ended && received.text.isEmpty()
        ? Optional.empty()
        : Optional.of(
            received.ended
                ? "received " + received.rest() + " before the end"
                : "no end: " + received.end() + ", received " + received.rest());
  }

  @Override
  public Outcome run(long deadlineNanos) throws IOException, InterruptedException {
    return Reach.talk(address, deadlineNanos, this::converse);
  }

  private Outcome converse(Exchange exchange) throws IOException {
    Received received = new Received(exchange);
    int number = 0;
    for (Step step : steps) {
      number++;
      Optional<String> problem = step.take(received);
      if (problem.isPresent()) {
        return Outcome.fail("step " + number + ": " + problem.get());
      }
    }
    return Outcome.pass(number + " steps");
  }
}

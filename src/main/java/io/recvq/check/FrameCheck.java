package io.recvq.check;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.recvq.document.DocNode;
import io.recvq.document.DocumentException;
import io.recvq.net.AddressSpec;
import io.recvq.probe.FrameProbe;
import io.recvq.protocol.AppAnswers;
import io.recvq.protocol.Decoded;
import io.recvq.protocol.Frame;
import io.recvq.protocol.FrameEncoder;
import io.recvq.protocol.Malformed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A server of the framed protocol answers a request as expected. */
final class FrameCheck implements Check {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_CONTENT_BYTES = 16 << 20;

  private final AddressSpec.Inet address;
  private final byte[] request;
  private final List<Expectation> expectations;
  private final Optional<Duration> latencyBelow;

  private FrameCheck(
      AddressSpec.Inet address,
      byte[] request,
      List<Expectation> expectations,
      Optional<Duration> latencyBelow) {
    this.address = address;
    this.request = request;
    this.expectations = List.copyOf(expectations);
    this.latencyBelow = latencyBelow;
  }

  /**
   * What a place of the answer should hold.
   *
   * @param header whether the place is in the header, not in the content
   * @param pointer the place (RFC 6901); empty for all of it
   */
  private record Expectation(
      boolean header, JsonPointer pointer, Optional<String> equal, Optional<Pattern> matches) {

    /** Empty when it holds; else what is there instead. */
    Optional<String> violation(JsonNode root) {
      JsonNode found = root.at(pointer);
      String place =
          (header ? "header " : "content ") + (pointer.toString().isEmpty() ? "" : pointer);
      if (found.isMissingNode()) {
        return Optional.of(place.strip() + " is missing");
      }
      String text = found.isTextual() ? found.textValue() : found.toString();
      boolean good =
          equal.map(text::equals).orElse(true)
              && matches.map(p -> p.matcher(text).find()).orElse(true);
      return good ? Optional.empty() : Optional.of(place.strip() + " is " + Reach.cut(text));
    }
  }

  static Check read(Fields fields) throws DocumentException {
    Optional<Fields> asked = fields.mapping("request");
    String action = "search";
    String value = "recvq";
    if (asked.isPresent()) {
      asked.get().node().keys("'request'", Set.of("action", "value"));
      action = asked.get().text("action").orElse(action);
      value = asked.get().required("value", "'request'");
    }
    List<Expectation> expectations = new ArrayList<>();
    for (Fields each : fields.list("expect")) {
      expectations.add(expectation(each));
    }
    return new FrameCheck(
        fields.address("target"),
        AppAnswers.request(FrameEncoder.NATIVE, action, value),
        expectations,
        fields.duration("latency-below"));
  }

  private static Expectation expectation(Fields fields) throws DocumentException {
    DocNode node = fields.node();
    node.keys("an expectation", Set.of("in", "pointer", "equals", "matches"));
    boolean header =
        fields.oneOf("in", List.of("header", "content")).orElse("content").equals("header");
    if (!fields.has("equals") && !fields.has("matches")) {
      throw node.wrong("an expectation needs 'equals' or 'matches'");
    }
    try {
      return new Expectation(
          header,
          JsonPointer.compile(fields.text("pointer").orElse("")),
          fields.text("equals"),
          fields.pattern("matches"));
    } catch (IllegalArgumentException e) {
      throw fields.wrong("pointer", "is no JSON pointer: it begins with '/'");
    }
  }

  @Override
  public Outcome run(long deadlineNanos) throws IOException, InterruptedException {
    return Reach.talk(
        address,
        deadlineNanos,
        exchange -> {
          long start = System.nanoTime();
          exchange.send(request);
          Decoded answer = FrameProbe.answer(exchange, MOST_CONTENT_BYTES);
          return Reach.within(judge(answer), latencyBelow, System.nanoTime() - start);
        });
  }

  private Outcome judge(Decoded answer) throws JsonProcessingException {
    if (answer instanceof Malformed malformed) {
      return Outcome.fail(
          "malformed answer: " + malformed.reason().word() + ", " + malformed.detail());
    }
    if (!(answer instanceof Frame frame)) {
      return Outcome.fail("the connection was closed without an answer");
    }
    JsonNode header = JSON.readTree(frame.headerJson());
    JsonNode content =
        frame.isJson()
            ? JSON.readTree(frame.contentJson())
            : JSON.getNodeFactory().textNode(frame.contentText());
    for (Expectation expectation : expectations) {
      Optional<String> violation = expectation.violation(expectation.header() ? header : content);
      if (violation.isPresent()) {
        return Outcome.fail(violation.get());
      }
    }
    return Outcome.pass("answered " + Reach.cut(content.toString()));
  }
}

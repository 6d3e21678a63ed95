package io.recvq.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the application's client asks and its server answers: pure functions of frames. */
public final class AppAnswers {
  public static final String CLIENT_BINARY = "binary/custom-client-binary-type";
  public static final String SERVER_BINARY = "binary/custom-server-binary-type";
  private static final String BINARY_ENCODING = "binary";
  private static final int ECHOED_BYTES = 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, String> KNOWN =
      Map.of(
          "morpheus", "Follow the white rabbit. \ud83d\udc30",
          "ring", "In the caves beneath the Misty Mountains. \ud83d\udc8d",
          "\ud83d\udc36", "\ud83d\udc3e Playing ball! \ud83c\udfd0");

  private AppAnswers() {}

  /** A server's answer to one request. */
  public sealed interface Answer {
    /** A response frame, encoded. */
    record Reply(ByteBuffer frame) implements Answer {}

    /** The request is a good frame but no request; the connection is to be closed. */
    record Refused(Malformed why) implements Answer {}
  }

  /**
   * The frame that the reference client sends: JSON for {@code search}; for any other action opaque
   * bytes, the action followed by the value.
   */
  public static byte[] request(FrameEncoder encoder, String action, String value) {
    if (!action.equals("search")) {
      byte[] content = (action + value).getBytes(StandardCharsets.UTF_8);
      return encoder.encode(CLIENT_BINARY, BINARY_ENCODING, content);
    }
    return encoder.json(
        PythonJson.write(searchFor(action, value)), StandardCharsets.UTF_8, "utf-8");
  }

  private static Map<String, String> searchFor(String action, String value) {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("action", action);
    request.put("value", value);
    return request;
  }

  /** What the reference server answers to this request. */
  public static Answer answer(FrameEncoder encoder, Frame request) {
    if (!request.isJson()) {
      byte[] content = firstBytes(request.contentBytes());
      return new Answer.Reply(
          ByteBuffer.wrap(encoder.encode(SERVER_BINARY, BINARY_ENCODING, content)));
    }
    JsonNode question = parse(request.contentText());
    if (!question.isObject()) {
      return new Answer.Refused(
          new Malformed(
              request.offset(), Malformed.Reason.BAD_CONTENT, "the request is no JSON object"));
    }
    return new Answer.Reply(ByteBuffer.wrap(encoder.json(Map.of("result", result(question)))));
  }

  /** The result that a response tells; empty when it is binary or has none. */
  public static Optional<String> result(Frame response) {
    JsonNode result = response.isJson() ? parse(response.contentText()).path("result") : null;
    return result != null && result.isTextual()
        ? Optional.of(result.textValue())
        : Optional.empty();
  }

  private static byte[] firstBytes(byte[] content) {
    byte[] words = "First 10 bytes of request: ".getBytes(StandardCharsets.US_ASCII);
    int count = Math.min(ECHOED_BYTES, content.length);
    byte[] answer = Arrays.copyOf(words, words.length + count);
    System.arraycopy(content, 0, answer, words.length, count);
    return answer;
  }

  private static String result(JsonNode question) {
    String action = asPython(question.path("action"));
    if (!action.equals("search")) {
      return "Error: invalid action '" + action + "'.";
    }
    String value = asPython(question.path("value"));
    return KNOWN.getOrDefault(value, "No match for '" + value + "'.");
  }

  /** A value as Python's str() puts it into a sentence. */
  private static String asPython(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue() ? "True" : "False";
    }
    return value.isMissingNode() || value.isNull() ? "None" : value.toString();
  }

  private static JsonNode parse(String checkedJson) {
    try {
      return JSON.readTree(checkedJson);
    } catch (JsonProcessingException e) {
      // The decoder found it valid; Jackson bounds the length of numbers and strings besides.
      return JSON.missingNode();
    }
  }
}

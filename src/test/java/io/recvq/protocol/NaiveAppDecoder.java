package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The application protocol decoded the plain way: the whole stream in an array, with Jackson for
 * JSON. Slow, without any state between frames, and written apart from {@link FrameDecoder}.
 */
final class NaiveAppDecoder {
  /** What stands in the stream for a byte that was not captured. */
  static final int MISSING = -1;

  private static final int MAX_HEADER_DEPTH = 64;
  private static final int MAX_CONTENT_DEPTH = 1000;

  private final int[] stream;
  private final FrameLimits limits;
  private final List<String> answers = new ArrayList<>();
  private int at;
  private boolean lost;

  private NaiveAppDecoder(int[] stream, FrameLimits limits, boolean lost) {
    this.stream = stream;
    this.limits = limits;
    this.lost = lost;
  }

  /** A line an answer: {@code frame OFFSET LENGTH HEADERLENGTH} or {@code REASON OFFSET}. */
  static List<String> decode(int[] stream, FrameLimits limits, boolean fromAnywhere) {
    NaiveAppDecoder decoder = new NaiveAppDecoder(stream, limits, fromAnywhere);
    while (decoder.at < stream.length) {
      decoder.step();
    }
    return decoder.answers;
  }

  private int runEnd(int from, boolean missing) {
    int end = from;
    while (end < stream.length && (stream[end] == MISSING) == missing) {
      end++;
    }
    return end;
  }

  private void step() {
    if (stream[at] == MISSING) {
      answers.add("gap " + at);
      at = runEnd(at, true);
      lost = true;
    } else if (lost) {
      find();
    } else {
      frame(runEnd(at, false));
    }
  }

  /** Goes on at the next whole and good header, or where the captured bytes end. */
  private void find() {
    int end = runEnd(at, false);
    while (at < end) {
      boolean plausible =
          end - at > 2 && stream[at + 2] == '{' && headerEnd() <= end && headerSize() > 0;
      if (plausible && headerSize() <= limits.maxHeaderBytes() && header().problem.isEmpty()) {
        lost = false;
        return;
      }
      at++;
    }
  }

  private int headerSize() {
    return stream[at] << 8 | stream[at + 1];
  }

  private int headerEnd() {
    return at + 2 + headerSize();
  }

  private void frame(int end) {
    if (end - at < 2) {
      unfinished(end, 0);
    } else if (headerSize() == 0) {
      bad("bad-json", 1);
    } else if (headerSize() > limits.maxHeaderBytes()) {
      bad("too-large", 1);
    } else if (end - at > 2 && isNoStartOfObject(stream[at + 2])) {
      bad("bad-json", 1);
    } else if (headerEnd() > end) {
      unfinished(end, 0);
    } else if (!header().problem.isEmpty()) {
      bad(header().problem, 1);
    } else if (header().contentLength > limits.maxContentBytes()) {
      bad("too-large", 2 + headerSize());
    } else {
      int frameEnd = headerEnd() + (int) header().contentLength;
      if (frameEnd > end) {
        unfinished(end, frameEnd);
      } else {
        whole(frameEnd);
      }
    }
  }

  /** White space may stand before an object; what is no ASCII is waited for, and is no UTF-8. */
  private static boolean isNoStartOfObject(int first) {
    return first > ' ' && first < 0x80 && first != '{';
  }

  private void whole(int frameEnd) {
    String length = " " + (frameEnd - at) + " " + headerSize();
    answers.add(contentIsGood(frameEnd) ? "frame " + at + length : "bad-content " + at);
    at = frameEnd;
  }

  private void bad(String reason, int skip) {
    answers.add(reason + " " + at);
    at += skip;
    lost = true;
  }

  /**
   * The captured bytes end inside the frame, which ends at {@code frameEnd} where that is known.
   */
  private void unfinished(int end, int frameEnd) {
    if (end == stream.length) {
      answers.add("truncated " + at);
      at = end;
      return;
    }
    answers.add("gap " + at);
    at = Math.min(stream.length, Math.max(runEnd(end, true), frameEnd));
    lost = true;
  }

  private record Header(String problem, boolean json, String encoding, long contentLength) {
    static Header bad(String problem) {
      return new Header(problem, false, "", 0);
    }
  }

  private Header header() {
    Optional<String> text = text(at + 2, headerEnd(), UTF_8);
    if (text.isEmpty()) {
      return Header.bad("bad-utf8");
    }
    JsonNode json = json(text.get(), MAX_HEADER_DEPTH).orElse(null);
    if (json == null || !json.isObject()) {
      return Header.bad("bad-json");
    }
    for (String key : List.of("byteorder", "content-type", "content-encoding")) {
      if (!json.path(key).isTextual()) {
        return Header.bad("missing-header");
      }
    }
    if (!json.has("content-length")) {
      return Header.bad("missing-header");
    }
    String length = lengthAsWritten(text.get());
    if (!length.matches("[0-9]+")) {
      return Header.bad("bad-content-length");
    }
    return new Header(
        "",
        json.get("content-type").asText().equals("text/json"),
        json.get("content-encoding").asText(),
        length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length));
  }

  /**
   * The digits of the last {@code content-length}: a tree does not know -0 or 1.0 from a number.
   */
  private static String lengthAsWritten(String json) {
    String written = "";
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals("content-length");
        JsonToken value = parser.nextToken();
        if (wanted) {
          written = value == JsonToken.VALUE_NUMBER_INT ? parser.getText() : "";
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written;
  }

  private boolean contentIsGood(int frameEnd) {
    Header header = header();
    if (!header.json) {
      return true;
    }
    return Encodings.find(header.encoding)
        .flatMap(charset -> text(headerEnd(), frameEnd, charset))
        .flatMap(text -> json(text, MAX_CONTENT_DEPTH))
        .isPresent();
  }

  private Optional<String> text(int from, int to, Charset charset) {
    byte[] bytes = new byte[to - from];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) stream[from + i];
    }
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The one JSON value of a text. */
  private static Optional<JsonNode> json(String text, int maxDepth) {
    StreamReadConstraints bounds =
        StreamReadConstraints.builder()
            .maxNestingDepth(maxDepth)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();
    JsonMapper mapper =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    mapper.getFactory().setStreamReadConstraints(bounds);
    try {
      JsonNode node = mapper.readTree(text);
      return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The captured bytes of a stream. */
  static int[] stream(byte[] bytes) {
    int[] stream = new int[bytes.length];
    Arrays.setAll(stream, i -> bytes[i] & 0xff);
    return stream;
  }
}

package io.recvq.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP/1 message (RFC 9112 sections 2 to 6).
 *
 * @param method of a request; empty for a response
 * @param status of a response; 0 for a request
 * @param firstLine method and target, or status and reason
 * @param json request or status line and fields as an object, names in lower case
 * @param contentLength of the body, where {@link Body#LENGTH} says that it is told so
 */
record HttpHead(
    String method, int status, String firstLine, String json, Body body, long contentLength) {
  static final HttpHead EMPTY = new HttpHead("", 0, "", "{}", Body.NONE, 0);

  private static final Pattern REQUEST = Pattern.compile("([A-Z]{3,20}) (\\S+) (HTTP/1\\.[0-9])");
  private static final Pattern STATUS =
      Pattern.compile("(HTTP/1\\.[0-9]) ([0-9]{3})(?: (.*))?", Pattern.DOTALL);
  private static final int LONGEST_CHUNK_SIZE = 15;

  /** How the end of the body is told. */
  enum Body {
    NONE,
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  /** Where the empty line that ends a head ends, or -1. */
  static int end(ByteBuffer bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes.get(at) != '\n') {
        continue;
      }
      if (at + 1 < to && bytes.get(at + 1) == '\n') {
        return at + 2;
      }
      if (at + 2 < to && bytes.get(at + 1) == '\r' && bytes.get(at + 2) == '\n') {
        return at + 3;
      }
    }
    return -1;
  }

  static int lineFeed(ByteBuffer bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes.get(at) == '\n') {
        return at;
      }
    }
    return -1;
  }

  /** The hexadecimal number at a line's start, before an extension; -1 when there is none. */
  static long chunkSize(ByteBuffer bytes, int from, int lineEnd) {
    long size = 0;
    int at = from;
    while (at < lineEnd && Character.digit(bytes.get(at), 16) >= 0) {
      size = size << 4 | Character.digit(bytes.get(at), 16);
      at++;
    }
    byte next = bytes.get(at);
    boolean ends = next == '\r' || next == '\n' || next == ';' || next == ' ';
    return at == from || at - from > LONGEST_CHUNK_SIZE || !ends ? -1 : size;
  }

  /** Whether the bytes so far have a first line of HTTP/1, or none yet. */
  static boolean mayBeHead(ByteBuffer bytes, int from, int to) {
    int end = lineFeed(bytes, from, to);
    return end < 0 || isStartLine(text(bytes, from, end));
  }

  static boolean isHead(ByteBuffer bytes, int from, int end) {
    return mayBeHead(bytes, from, end);
  }

  private static boolean isStartLine(String line) {
    String plain = line.stripTrailing();
    return REQUEST.matcher(plain).matches() || STATUS.matcher(plain).matches();
  }

  /** Reads a whole head; throws IllegalArgumentException with the reason. */
  static HttpHead parse(ByteBuffer bytes, int from, int end) {
    String[] lines = text(bytes, from, end).split("\r?\n");
    Map<String, Object> json = new LinkedHashMap<>();
    Matcher request = REQUEST.matcher(lines[0]);
    Matcher status = STATUS.matcher(lines[0]);
    String firstLine;
    String method = "";
    int code = 0;
    if (request.matches()) {
      method = request.group(1);
      json.put("method", method);
      json.put("target", request.group(2));
      json.put("version", request.group(3));
      firstLine = method + " " + request.group(2);
    } else if (status.matches()) {
      code = Integer.parseInt(status.group(2));
      json.put("version", status.group(1));
      json.put("status", code);
      String reason = status.group(3) == null ? "" : status.group(3);
      json.put("reason", reason);
      firstLine = (code + " " + reason).strip();
    } else {
      throw new IllegalArgumentException("neither a request line nor a status line of HTTP/1");
    }
    fields(lines, json);
    String text = JsonText.oneLine(PythonJson.write(json));
    return new HttpHead(method, code, firstLine, text, Body.NONE, 0).withBody(json);
  }

  private static void fields(String[] lines, Map<String, Object> json) {
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("a field line of the head has no colon");
      }
      String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
      String value = lines[i].substring(colon + 1).strip();
      json.merge(name, value, (old, more) -> old + ", " + more);
    }
  }

  private HttpHead withBody(Map<String, Object> json) {
    boolean bodiless = status / 100 == 1 || status == 204 || status == 304;
    if (bodiless) {
      return this;
    }
    if (string(json, "transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
      return withBody(Body.CHUNKED, 0);
    }
    String length = string(json, "content-length");
    if (!length.isEmpty()) {
      return withBody(Body.LENGTH, contentLength(length));
    }
    return status == 0 ? this : withBody(Body.UNTIL_CLOSE, 0);
  }

  private HttpHead withBody(Body how, long length) {
    return new HttpHead(method, status, firstLine, json, how, length);
  }

  /** The same, of a message that has no body whatever its fields say. */
  HttpHead withoutBody() {
    return withBody(Body.NONE, 0);
  }

  /** A length that is told several times is one if it is always the same (RFC 9112 section 6.3). */
  private static long contentLength(String value) {
    String[] lengths = value.split(",", -1);
    String first = lengths[0].strip();
    for (String length : lengths) {
      if (!length.strip().equals(first)) {
        throw new IllegalArgumentException("the content length is told as " + value);
      }
    }
    if (!first.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("the content length is no integer of 0 or more");
    }
    return Long.parseLong(first);
  }

  private static String string(Map<String, Object> json, String key) {
    @Nullable Object value = json.get(key);
    return value == null ? "" : value.toString();
  }

  private static String text(ByteBuffer bytes, int from, int to) {
    byte[] copy = new byte[to - from];
    bytes.get(from, copy);
    return new String(copy, StandardCharsets.ISO_8859_1);
  }
}

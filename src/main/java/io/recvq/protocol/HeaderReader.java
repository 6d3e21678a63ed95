package io.recvq.protocol;

import io.recvq.protocol.Malformed.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the application protocol's JSON header: an object with four required keys. Headers of one
 * sender differ in little more than the content length, so the last few are kept, and a header that
 * equals one of them but for that number is not parsed again.
 */
final class HeaderReader implements JsonScanner.Members {
  /** Deeper nesting in a header is refused; this also bounds the cost of looking for a frame. */
  private static final int MAX_DEPTH = 64;

  private static final int KNOWN_HEADERS = 4;
  private static final int MAX_QUOTED_CHARS = 60;

  /** A header that was read before; {@code lengthFrom} to {@code lengthTo} is its number. */
  private static final class Known {
    final byte[] bytes;
    final int lengthFrom;
    final int lengthTo;
    final FrameHeader header;

    Known(byte[] bytes, int lengthFrom, int lengthTo, FrameHeader header) {
      this.bytes = bytes;
      this.lengthFrom = lengthFrom;
      this.lengthTo = lengthTo;
      this.header = header;
    }
  }

  private final JsonScanner scanner = new JsonScanner(MAX_DEPTH);
  private final Known[] known = new Known[KNOWN_HEADERS];
  private int knownCount;
  private byte[] text = new byte[256];
  private int length;

  private final String[] strings = new String[3];
  private final boolean[] present = new boolean[4];
  private int base;
  private int lengthFrom;
  private int lengthTo;

  private FrameHeader header = FrameHeader.NONE;
  private long contentLength;
  private Reason reason = Reason.BAD_JSON;
  private String detail = "";

  private static final String[] KEYS = {
    "byteorder", "content-type", "content-encoding", "content-length"
  };
  private static final int CONTENT_LENGTH = 3;

  /** Whether the bytes are a good header; the other methods then tell what it says. */
  boolean read(ByteBuffer bytes, int from, int to) {
    length = to - from;
    if (text.length < length) {
      text = new byte[length];
    }
    bytes.get(from, text, 0, length);
    for (int i = 0; i < knownCount; i++) {
      if (equalsButForLength(known[i])) {
        header = known[i].header;
        return true;
      }
    }
    return parse(bytes, from, to);
  }

  /** Whether the beginning of a header is good so far. */
  boolean isGoodSoFar(ByteBuffer bytes, int from, int to) {
    return scanner.isGoodSoFar(bytes, from, to);
  }

  FrameHeader header() {
    return header;
  }

  /** 0 or more; Long.MAX_VALUE for all that a long does not hold. */
  long contentLength() {
    return contentLength;
  }

  Reason reason() {
    return reason;
  }

  String detail() {
    return detail;
  }

  private boolean equalsButForLength(Known old) {
    int tail = old.bytes.length - old.lengthTo;
    int numberTo = length - tail;
    int digits = numberTo - old.lengthFrom;
    if (digits < 1 || digits > 10) {
      return false;
    }
    if (!Arrays.equals(text, 0, old.lengthFrom, old.bytes, 0, old.lengthFrom)
        || !Arrays.equals(text, numberTo, length, old.bytes, old.lengthTo, old.bytes.length)) {
      return false;
    }
    return readNumber(old.lengthFrom, numberTo);
  }

  /** A JSON integer of 0 or more; longer ones than a long holds become the greatest long. */
  private boolean readNumber(int from, int to) {
    long value = 0;
    if (to - from > 1 && text[from] == '0') {
      return false;
    }
    for (int i = from; i < to; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      value = i - from < 18 ? value * 10 + digit : Long.MAX_VALUE;
    }
    contentLength = value;
    return to > from;
  }

  private boolean parse(ByteBuffer bytes, int from, int to) {
    Arrays.fill(present, false);
    Arrays.fill(strings, null);
    base = from;
    boolean valid = scanner.scan(bytes, from, to, this);
    int invalid = valid ? -1 : Utf8.firstInvalid(bytes, from, to);
    if (invalid >= 0) {
      return bad(Reason.BAD_UTF8, "the header is no UTF-8 at its byte " + (invalid - from));
    }
    if (!valid) {
      int at = scanner.position() - from;
      return bad(
          Reason.BAD_JSON, "the header is no JSON at its byte " + at + ": " + scanner.problem());
    }
    if (!isObject()) {
      return bad(Reason.BAD_JSON, "the header is JSON but no object");
    }
    return hasRequiredKeys() && hasContentLength();
  }

  private boolean isObject() {
    int at = 0;
    while (text[at] <= ' ') {
      at++;
    }
    return text[at] == '{';
  }

  private boolean hasRequiredKeys() {
    for (int i = 0; i < KEYS.length; i++) {
      if (!present[i]) {
        return bad(Reason.MISSING_HEADER, "the header has no " + KEYS[i]);
      }
    }
    for (int i = 0; i < strings.length; i++) {
      if (strings[i] == null) {
        return bad(Reason.MISSING_HEADER, "the header's " + KEYS[i] + " is no string");
      }
    }
    return true;
  }

  private boolean hasContentLength() {
    if (!readNumber(lengthFrom, lengthTo)) {
      return bad(
          Reason.BAD_CONTENT_LENGTH,
          "the content length is " + quote(lengthFrom, lengthTo) + ", no integer of 0 or more");
    }
    header = new FrameHeader(strings[0], strings[1], strings[2]);
    remember();
    return true;
  }

  private void remember() {
    int count = Math.min(knownCount + 1, KNOWN_HEADERS);
    System.arraycopy(known, 0, known, 1, count - 1);
    known[0] = new Known(Arrays.copyOf(text, length), lengthFrom, lengthTo, header);
    knownCount = count;
  }

  @Override
  public void member(int keyFrom, int keyTo, int valueFrom, int valueTo) {
    int key = keyNumber(keyFrom - base, keyTo - base);
    if (key < 0) {
      return;
    }
    present[key] = true;
    int from = valueFrom - base;
    int to = valueTo - base;
    if (key == CONTENT_LENGTH) {
      lengthFrom = from;
      lengthTo = to;
    } else {
      strings[key] = text[from] == '"' ? JsonText.unquote(string(from + 1, to - 1)) : null;
    }
  }

  private int keyNumber(int from, int to) {
    String key = JsonText.unquote(string(from, to));
    for (int i = 0; i < KEYS.length; i++) {
      if (KEYS[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private String string(int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  private String quote(int from, int to) {
    String all = string(from, to);
    return all.length() <= MAX_QUOTED_CHARS ? all : all.substring(0, MAX_QUOTED_CHARS) + "...";
  }

  private boolean bad(Reason why, String words) {
    reason = why;
    detail = words;
    return false;
  }
}

package io.recvq.protocol;

import java.nio.ByteBuffer;
import java.util.Locale;

/** What the content of a described framing is taken for. */
public enum ContentKind {
  /** JSON objects and arrays, text, or bytes: whatever each content turns out to be. */
  AUTO,
  /** JSON; what is none is malformed. */
  JSON,
  TEXT,
  BYTES;

  /** The kind of this name; throws IllegalArgumentException that lists them. */
  static ContentKind parse(String name) {
    for (ContentKind kind : values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("content is auto, json, text or bytes, not '" + name + "'");
  }

  /** Tells kinds apart; one for each decoder. */
  static final class Check {
    private static final int MAX_DEPTH = 1000;
    private final ContentKind expected;
    private final JsonScanner scanner = new JsonScanner(MAX_DEPTH);

    Check(ContentKind expected) {
      this.expected = expected;
    }

    /** Finishes a cut: a whole frame with this content, or bad content. */
    void finish(ByteBuffer bytes, int from, int contentStart, int end, String header, Cut cut) {
      int contentFrom = from + contentStart;
      int contentTo = from + end;
      if (expected == JSON && !isJson(bytes, contentFrom, contentTo)) {
        int at = scanner.position() - contentFrom;
        cut.badContent("the content is no JSON at its byte " + at + ": " + scanner.problem(), end);
        return;
      }
      cut.whole(contentStart, end, kind(bytes, contentFrom, contentTo), header);
    }

    /** Tells the kind of a frame that the end of the stream has completed. */
    void ended(ByteBuffer bytes, int from, Cut cut) {
      cut.header = kind(bytes, from + cut.contentFrom, from + cut.contentEnd);
    }

    /** The header that tells the kind of these bytes. */
    FrameHeader kind(ByteBuffer bytes, int from, int to) {
      return switch (expected) {
        case JSON -> FrameHeader.PLAIN_JSON;
        case TEXT -> FrameHeader.TEXT;
        case BYTES -> FrameHeader.BYTES;
        case AUTO -> {
          boolean structured = from < to && (bytes.get(from) == '{' || bytes.get(from) == '[');
          if (structured && isJson(bytes, from, to)) {
            yield FrameHeader.PLAIN_JSON;
          }
          yield isText(bytes, from, to) ? FrameHeader.TEXT : FrameHeader.BYTES;
        }
      };
    }

    private boolean isJson(ByteBuffer bytes, int from, int to) {
      return scanner.scan(bytes, from, to, JsonScanner.Members.NONE);
    }

    /** UTF-8 without control characters other than tab and line ends. */
    static boolean isText(ByteBuffer bytes, int from, int to) {
      for (int at = from; at < to; at++) {
        byte b = bytes.get(at);
        if (b >= 0 && b < 0x20 && b != '\n' && b != '\r' && b != '\t' || b == 0x7f) {
          return false;
        }
      }
      return Utf8.firstInvalid(bytes, from, to) < 0;
    }
  }
}

package io.recvq.protocol;

import io.recvq.protocol.Malformed.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A length, a JSON object of that length, and content whose length a key of the object tells. */
final class JsonHeaderFraming extends Framing {
  private static final int MAX_DEPTH = 64;

  private final LengthField field;
  private final String key;
  private final ContentKind content;

  JsonHeaderFraming(LengthField field, String key, ContentKind content) {
    if (field.width() == LengthField.VARINT) {
      throw new IllegalArgumentException("a JSON header needs a length of fixed width");
    }
    this.field = field;
    this.key = key;
    this.content = content;
  }

  @Override
  public String name() {
    return "json";
  }

  LengthField field() {
    return field;
  }

  String key() {
    return key;
  }

  @Override
  Plausibility plausibility(ByteBuffer bytes, int from, int to) {
    return new JsonCutter(FrameLimits.DEFAULT).judge(bytes, from, to, new Cut());
  }

  @Override
  Cutter cutter(FrameLimits limits) {
    return new JsonCutter(limits);
  }

  private final class JsonCutter implements Cutter, JsonScanner.Members {
    private final FrameLimits limits;
    private final JsonScanner scanner = new JsonScanner(MAX_DEPTH);
    private final ContentKind.Check check = new ContentKind.Check(content);
    private final int prefix = field.offset() + field.width();
    private ByteBuffer scanned = ByteBuffer.allocate(0);
    private long contentLength;

    JsonCutter(FrameLimits limits) {
      this.limits = limits;
    }

    @Override
    public void look(ByteBuffer bytes, int from, int to, Cut cut) {
      long value = field.read(bytes, from, to);
      if (value == LengthField.INCOMPLETE) {
        cut.needsMore(prefix, 0);
      } else if (value < 2) {
        cut.bad(Reason.BAD_JSON, "the header is empty", 1);
      } else if (value > limits.maxHeaderBytes()) {
        cut.bad(
            Reason.TOO_LARGE,
            "a header of " + value + " bytes, the limit is " + limits.maxHeaderBytes(),
            1);
      } else if (to - from < prefix + value) {
        cut.needsMore(prefix + (int) value, 0);
      } else {
        lookPastHeader(bytes, from, to, prefix + (int) value, cut);
      }
    }

    private void lookPastHeader(ByteBuffer bytes, int from, int to, int headerEnd, Cut cut) {
      if (!readHeader(bytes, from, headerEnd, cut)) {
        return;
      }
      if (contentLength > limits.maxContentBytes()) {
        cut.bad(
            Reason.TOO_LARGE,
            "a content of " + contentLength + " bytes, the limit is " + limits.maxContentBytes(),
            headerEnd);
        return;
      }
      int length = headerEnd + (int) contentLength;
      if (to - from < length) {
        cut.needsMore(length, length);
        return;
      }
      check.finish(bytes, from, headerEnd, length, "", cut);
      cut.headerFrom = prefix;
    }

    private boolean readHeader(ByteBuffer bytes, int from, int headerEnd, Cut cut) {
      contentLength = ABSENT;
      scanned = bytes;
      boolean valid = scanner.scan(bytes, from + prefix, from + headerEnd, this);
      if (!valid || bytes.get(from + prefix) != '{') {
        String why = valid ? "the header is no object" : "the header: " + scanner.problem();
        boolean utf8 = Utf8.firstInvalid(bytes, from + prefix, from + headerEnd) < 0;
        cut.bad(utf8 ? Reason.BAD_JSON : Reason.BAD_UTF8, why, 1);
      } else if (contentLength == ABSENT) {
        cut.bad(Reason.MISSING_HEADER, "the header has no " + key, 1);
      } else if (contentLength < 0) {
        cut.bad(Reason.BAD_CONTENT_LENGTH, key + " is no integer of 0 or more", 1);
      } else {
        return true;
      }
      return false;
    }

    private static final long ABSENT = -1;
    private static final long NO_NUMBER = -2;

    @Override
    public void member(int keyFrom, int keyTo, int valueFrom, int valueTo) {
      if (JsonText.unquote(string(keyFrom, keyTo)).equals(key)) {
        String value = string(valueFrom, valueTo);
        boolean integer = value.matches("[0-9]{1,18}");
        contentLength = integer ? Long.parseLong(value) : NO_NUMBER;
      }
    }

    private String string(int from, int to) {
      byte[] copy = new byte[to - from];
      scanned.get(from, copy);
      return new String(copy, StandardCharsets.UTF_8);
    }

    @Override
    public int candidate(ByteBuffer bytes, int from, int to) {
      int last = to - prefix;
      for (int at = from; at < last; at++) {
        if (bytes.get(at + prefix) == '{') {
          return at;
        }
      }
      return Math.max(from, last);
    }

    @Override
    public Plausibility judge(ByteBuffer bytes, int from, int to, Cut cut) {
      int have = to - from;
      if (have <= prefix) {
        cut.need = prefix + 1;
        return Plausibility.UNDECIDED;
      }
      long value = field.read(bytes, from, to);
      if (value < 2 || value > limits.maxHeaderBytes() || bytes.get(from + prefix) != '{') {
        return Plausibility.NO;
      }
      int headerEnd = prefix + (int) value;
      if (have >= headerEnd) {
        return readHeader(bytes, from, headerEnd, cut) ? Plausibility.YES : Plausibility.NO;
      }
      cut.need = Math.min(headerEnd, 2 * have);
      return scanner.isGoodSoFar(bytes, from + prefix, to)
          ? Plausibility.UNDECIDED
          : Plausibility.NO;
    }
  }
}

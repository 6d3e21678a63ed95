package io.recvq.protocol;

import static io.recvq.protocol.AppFraming.PREFIX;
import static io.recvq.protocol.AppFraming.headerLength;

import io.recvq.protocol.Framing.Plausibility;
import io.recvq.protocol.Malformed.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Cuts frames of the application protocol and checks their header and JSON content. */
final class AppCutter implements Framing.Cutter {
  /** Deeper nesting in content is refused, as Jackson and Python's json do by default. */
  private static final int MAX_CONTENT_DEPTH = 1000;

  private final FrameLimits limits;
  private final HeaderReader headers = new HeaderReader();
  private final JsonScanner contents = new JsonScanner(MAX_CONTENT_DEPTH);

  AppCutter(FrameLimits limits) {
    this.limits = limits;
  }

  @Override
  public void look(ByteBuffer bytes, int from, int to, Cut cut) {
    int have = to - from;
    if (have < PREFIX) {
      cut.needsMore(PREFIX, 0);
      return;
    }
    int headerLength = headerLength(bytes, from);
    if (headerLength == 0) {
      cut.bad(Reason.BAD_JSON, "the header is empty", 1);
    } else if (headerLength > limits.maxHeaderBytes()) {
      cut.bad(
          Reason.TOO_LARGE,
          "a header of " + headerLength + " bytes, the limit is " + limits.maxHeaderBytes(),
          1);
    } else if (have == PREFIX) {
      cut.needsMore(PREFIX + 1, 0);
    } else if (!mayStartObject(bytes.get(from + PREFIX))) {
      cut.bad(Reason.BAD_JSON, "the header does not start with '{'", 1);
    } else if (have < PREFIX + headerLength) {
      cut.needsMore(PREFIX + headerLength, 0);
    } else {
      lookPastHeader(bytes, from, to, PREFIX + headerLength, cut);
    }
  }

  /** What is plainly no object is refused at once, without waiting for the promised length. */
  private static boolean mayStartObject(byte first) {
    return first == '{' || first <= ' ';
  }

  private void lookPastHeader(ByteBuffer bytes, int from, int to, int headerEnd, Cut cut) {
    if (!headers.read(bytes, from + PREFIX, from + headerEnd)) {
      cut.bad(headers.reason(), headers.detail(), 1);
      return;
    }
    if (headers.contentLength() > limits.maxContentBytes()) {
      cut.bad(
          Reason.TOO_LARGE,
          "a content of "
              + headers.contentLength()
              + " bytes, the limit is "
              + limits.maxContentBytes(),
          headerEnd);
      return;
    }
    int length = headerEnd + (int) headers.contentLength();
    if (to - from < length) {
      cut.needsMore(length, length);
      return;
    }
    cut.whole(PREFIX, headerEnd, length, headers.header());
    if (headers.header().isJson()) {
      checkContent(bytes, from + headerEnd, from + length, cut);
    }
  }

  private void checkContent(ByteBuffer bytes, int from, int to, Cut cut) {
    String encoding = headers.header().contentEncoding();
    if (encoding.equals("utf-8")) {
      checkJson(bytes, from, to, cut);
      return;
    }
    Optional<Charset> charset = Encodings.find(encoding);
    if (charset.isEmpty()) {
      cut.badContent("the content's encoding '" + shortened(encoding) + "' is unknown", cut.length);
      return;
    }
    Optional<String> text = Encodings.decode(charset.get(), bytes.slice(from, to - from));
    if (text.isEmpty()) {
      cut.badContent("the content is no " + shortened(encoding), cut.length);
      return;
    }
    byte[] utf8 = text.get().getBytes(StandardCharsets.UTF_8);
    checkJson(ByteBuffer.wrap(utf8), 0, utf8.length, cut);
  }

  private void checkJson(ByteBuffer bytes, int from, int to, Cut cut) {
    if (!contents.scan(bytes, from, to, JsonScanner.Members.NONE)) {
      int at = contents.position() - from;
      cut.badContent(
          "the content is no JSON at its byte " + at + ": " + contents.problem(), cut.length);
    }
  }

  private static String shortened(String foreign) {
    return foreign.length() <= 60 ? foreign : foreign.substring(0, 60) + "...";
  }

  @Override
  public int candidate(ByteBuffer bytes, int from, int to) {
    int last = to - PREFIX;
    for (int at = from; at < last; at++) {
      if (bytes.get(at + PREFIX) == '{') {
        return at;
      }
    }
    return Math.max(from, last);
  }

  @Override
  public Plausibility judge(ByteBuffer bytes, int from, int to, Cut cut) {
    int have = to - from;
    if (have <= PREFIX) {
      cut.need = PREFIX + 1;
      return Plausibility.UNDECIDED;
    }
    int headerLength = headerLength(bytes, from);
    boolean possible =
        headerLength > 0
            && headerLength <= limits.maxHeaderBytes()
            && bytes.get(from + PREFIX) == '{';
    if (!possible) {
      return Plausibility.NO;
    }
    int headerEnd = PREFIX + headerLength;
    if (have >= headerEnd) {
      boolean good = headers.read(bytes, from + PREFIX, from + headerEnd);
      return good ? Plausibility.YES : Plausibility.NO;
    }
    if (!headers.isGoodSoFar(bytes, from + PREFIX, to)) {
      return Plausibility.NO;
    }
    cut.need = Math.min(headerEnd, 2 * have);
    return Plausibility.UNDECIDED;
  }
}

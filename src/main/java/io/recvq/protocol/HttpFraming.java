package io.recvq.protocol;

import io.recvq.protocol.Malformed.Reason;
import java.nio.ByteBuffer;

/**
 * Requests and responses of HTTP/1.1 (RFC 9112): a head up to an empty line, and a body as long as
 * its fields say. The body of a chunked message is shown as it was sent, chunk sizes included.
 */
final class HttpFraming extends Framing {
  private static final int LONGEST_METHOD = 20;
  private static final String VERSION = "HTTP/1.";
  private static final int SWITCHING_PROTOCOLS = 101;

  @Override
  public String name() {
    return "http1";
  }

  /** A method in capitals and a target, or the version that a response begins with. */
  @Override
  Plausibility plausibility(ByteBuffer bytes, int from, int to) {
    int have = to - from;
    int at = 0;
    while (at < have && at < VERSION.length() && bytes.get(from + at) == VERSION.charAt(at)) {
      at++;
    }
    if (at == VERSION.length()) {
      return Plausibility.YES;
    }
    if (at == have) {
      return Plausibility.UNDECIDED;
    }
    int letters = 0;
    while (letters < have && bytes.get(from + letters) >= 'A' && bytes.get(from + letters) <= 'Z') {
      letters++;
    }
    if (letters > LONGEST_METHOD) {
      return Plausibility.NO;
    }
    if (letters + 1 >= have) {
      boolean open = letters == have || letters > 2 && bytes.get(from + letters) == ' ';
      return open ? Plausibility.UNDECIDED : Plausibility.NO;
    }
    byte target = bytes.get(from + letters + 1);
    boolean starts = letters > 2 && bytes.get(from + letters) == ' ';
    boolean likely =
        target == '/' || target == '*' || target == 'h' || Character.isLetterOrDigit(target);
    return starts && likely ? Plausibility.YES : Plausibility.NO;
  }

  @Override
  Cutter cutter(FrameLimits limits) {
    return cutter(limits, OpenRequests.unknown());
  }

  @Override
  Cutter cutter(FrameLimits limits, OpenRequests requests) {
    return new HttpCutter(limits, requests);
  }

  private final class HttpCutter implements Cutter {
    private final FrameLimits limits;
    private final OpenRequests requests;
    private final ContentKind.Check check = new ContentKind.Check(ContentKind.AUTO);
    private HttpHead head = HttpHead.EMPTY;
    private int headLength;

    /** Where the line begins that tells the next chunk's size, or that is next in the trailer. */
    private int lineAt;

    /** Where the trailer begins; 0 before the last chunk has come. */
    private int trailerAt;

    /** Up to where the end of that line was looked for in vain. */
    private int lookedTo;

    HttpCutter(FrameLimits limits, OpenRequests requests) {
      this.limits = limits;
      this.requests = requests;
    }

    @Override
    public void look(ByteBuffer bytes, int from, int to, Cut cut) {
      if (cut.seen == 0) {
        headLength = 0;
        if (requests.isOtherProtocol()) {
          cut.otherProtocol();
          return;
        }
      }
      if (headLength == 0 && !findHead(bytes, from, to, cut)) {
        return;
      }
      cut.seen = headLength;
      lookAtBody(bytes, from, to, cut);
      cut.summary = head.firstLine();
    }

    private void lookAtBody(ByteBuffer bytes, int from, int to, Cut cut) {
      switch (head.body()) {
        case NONE -> cut.whole(headLength, headLength, FrameHeader.BYTES, head.json());
        case LENGTH -> bodyOfLength(bytes, from, to, cut);
        case CHUNKED -> chunks(bytes, from, to, cut);
        case UNTIL_CLOSE -> bodyUntilClose(from, to, cut);
      }
    }

    private boolean findHead(ByteBuffer bytes, int from, int to, Cut cut) {
      if (plausibility(bytes, from, to) == Plausibility.NO) {
        cut.bad(Reason.BAD_FRAMING, "neither a request line nor a status line of HTTP/1", 1);
        return false;
      }
      int end = HttpHead.end(bytes, from + Math.max(0, cut.seen - 3), to);
      if ((end < 0 ? to : end) - from > limits.maxHeaderBytes()) {
        cut.bad(Reason.TOO_LARGE, "a head of more than " + limits.maxHeaderBytes() + " bytes", 1);
        return false;
      }
      if (end < 0) {
        cut.notEnded(to - from);
        return false;
      }
      try {
        head = HttpHead.parse(bytes, from, end);
      } catch (IllegalArgumentException e) {
        cut.bad(Reason.BAD_FRAMING, String.valueOf(e.getMessage()), end - from);
        return false;
      }
      matchWithOther();
      headLength = end - from;
      lineAt = headLength;
      trailerAt = 0;
      lookedTo = 0;
      return true;
    }

    /** A response to HEAD has no body, 101 and a CONNECT that succeeds begin another protocol. */
    private void matchWithOther() {
      if (head.status() == 0) {
        requests.asked(head.method());
        return;
      }
      String method = head.status() / 100 == 1 ? "" : requests.answered().orElse("");
      boolean connected = head.status() / 100 == 2 && method.equals("CONNECT");
      if (connected || method.equals("HEAD")) {
        head = head.withoutBody();
      }
      if (connected || head.status() == SWITCHING_PROTOCOLS) {
        requests.switched();
      }
    }

    @Override
    public void lost() {
      requests.lost();
    }

    private void bodyOfLength(ByteBuffer bytes, int from, int to, Cut cut) {
      if (head.contentLength() > limits.maxContentBytes()) {
        tooLarge(cut);
        return;
      }
      int length = headLength + (int) head.contentLength();
      if (to - from < length) {
        cut.needsMore(length, length);
      } else {
        finish(bytes, from, length, cut);
      }
    }

    private void finish(ByteBuffer bytes, int from, int length, Cut cut) {
      check.finish(bytes, from, headLength, length, head.json(), cut);
    }

    private void tooLarge(Cut cut) {
      cut.bad(
          Reason.TOO_LARGE,
          "a body above the limit of " + limits.maxContentBytes() + " bytes",
          headLength);
    }

    private void bodyUntilClose(int from, int to, Cut cut) {
      if (to - from - headLength > limits.maxContentBytes()) {
        tooLarge(cut);
        return;
      }
      cut.untilEnd(headLength, to - from, head.json());
      cut.seen = headLength;
    }

    @Override
    public void ended(ByteBuffer bytes, int from, Cut cut) {
      check.ended(bytes, from, cut);
    }

    /**
     * Chunks, each behind a line that tells its size, then a trailer: lines up to an empty one.
     * What follows a chunk's size on its line, and the trailer, have the limit of the head.
     */
    private void chunks(ByteBuffer bytes, int from, int to, Cut cut) {
      boolean more = true;
      while (more) {
        int lineEnd = HttpHead.lineFeed(bytes, from + Math.max(lineAt, lookedTo), to);
        int have = (lineEnd < 0 ? to : lineEnd + 1) - from;
        if (have - (trailerAt > 0 ? trailerAt : lineAt) > limits.maxHeaderBytes()) {
          tooLong(cut);
          return;
        }
        if (lineEnd < 0) {
          lookedTo = have;
          cut.needsMore(have + 1, 0);
          cut.openEnded = true;
          cut.seen = headLength;
          return;
        }
        more =
            trailerAt > 0
                ? trailerLine(bytes, from, lineEnd, cut)
                : chunk(bytes, from, to, lineEnd, cut);
      }
    }

    private void tooLong(Cut cut) {
      String what = trailerAt > 0 ? "a trailer" : "a chunk's first line";
      cut.bad(
          Reason.TOO_LARGE,
          what + " of more than " + limits.maxHeaderBytes() + " bytes",
          headLength);
    }

    /** Steps over the chunk behind a line; false when there is an answer. */
    private boolean chunk(ByteBuffer bytes, int from, int to, int lineEnd, Cut cut) {
      long size = HttpHead.chunkSize(bytes, from + lineAt, lineEnd);
      if (size < 0) {
        cut.bad(Reason.BAD_FRAMING, "a chunk whose size is no hexadecimal number", lineAt);
        return false;
      }
      int dataAt = lineEnd + 1 - from;
      if (size == 0) {
        lineAt = dataAt;
        trailerAt = dataAt;
        return true;
      }
      // CRLF follows the chunk's data.
      long next = dataAt + size + 2;
      if (next - headLength > limits.maxContentBytes()) {
        tooLarge(cut);
        return false;
      }
      if (to - from < next) {
        cut.needsMore((int) next, 0);
        cut.seen = headLength;
        return false;
      }
      lineAt = (int) next;
      return true;
    }

    /** Steps over a line of the trailer; false when it is the empty one, which ends the message. */
    private boolean trailerLine(ByteBuffer bytes, int from, int lineEnd, Cut cut) {
      int at = from + lineAt;
      boolean empty = lineEnd == at || lineEnd == at + 1 && bytes.get(at) == '\r';
      lineAt = lineEnd + 1 - from;
      if (empty) {
        finish(bytes, from, lineAt, cut);
      }
      return !empty;
    }

    @Override
    public int candidate(ByteBuffer bytes, int from, int to) {
      int at = from;
      while (at < to && (bytes.get(at) < 'A' || bytes.get(at) > 'Z')) {
        at++;
      }
      return at;
    }

    /** A whole head is wanted: request lines are too easily found in bodies. */
    @Override
    public Plausibility judge(ByteBuffer bytes, int from, int to, Cut cut) {
      Plausibility start = plausibility(bytes, from, to);
      if (start != Plausibility.YES) {
        cut.need = Math.min(LONGEST_METHOD + 2, to - from + 1);
        return start;
      }
      int end = HttpHead.end(bytes, from, to);
      if (end - from > limits.maxHeaderBytes()) {
        return Plausibility.NO;
      }
      if (end >= 0) {
        return HttpHead.isHead(bytes, from, end) ? Plausibility.YES : Plausibility.NO;
      }
      cut.need = 2 * (to - from);
      boolean mayBe = to - from <= limits.maxHeaderBytes() && HttpHead.mayBeHead(bytes, from, to);
      return mayBe ? Plausibility.UNDECIDED : Plausibility.NO;
    }
  }
}

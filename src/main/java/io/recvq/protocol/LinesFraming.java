package io.recvq.protocol;

import io.recvq.protocol.Malformed.Reason;
import java.nio.ByteBuffer;

/** Lines of text that end with LF or CRLF; the end of the stream ends the last one as well. */
final class LinesFraming extends Framing {
  private static final int MAX_UNDECIDED_BYTES = 4096;
  private static final String NO_HEADER = "{}";

  private final ContentKind content;

  LinesFraming(ContentKind content) {
    this.content = content;
  }

  @Override
  public String name() {
    return "lines";
  }

  @Override
  Plausibility plausibility(ByteBuffer bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      byte b = bytes.get(at);
      if (b == '\n') {
        return Plausibility.YES;
      }
      if (b >= 0 && b < 0x20 && b != '\t' && b != '\r' && b != 0x1b) {
        return Plausibility.NO;
      }
    }
    return to - from > MAX_UNDECIDED_BYTES ? Plausibility.NO : Plausibility.UNDECIDED;
  }

  @Override
  Cutter cutter(FrameLimits limits) {
    return new LinesCutter(limits, new ContentKind.Check(content));
  }

  private static final class LinesCutter implements Cutter {
    private final FrameLimits limits;
    private final ContentKind.Check check;
    private boolean afterLineFeed;

    LinesCutter(FrameLimits limits, ContentKind.Check check) {
      this.limits = limits;
      this.check = check;
    }

    @Override
    public void look(ByteBuffer bytes, int from, int to, Cut cut) {
      int end = lineFeed(bytes, from + cut.seen, to);
      int length = (end < 0 ? to : end) - from;
      if (length > limits.maxContentBytes()) {
        cut.bad(
            Reason.TOO_LARGE, "a line of more than " + limits.maxContentBytes() + " bytes", length);
      } else if (end < 0) {
        cut.untilEnd(0, length, NO_HEADER);
        cut.seen = length;
      } else {
        int text = length > 0 && bytes.get(end - 1) == '\r' ? length - 1 : length;
        check.finish(bytes, from, 0, text, NO_HEADER, cut);
        // The line end belongs to the frame, not to its content.
        cut.length = length + 1;
        cut.skip = length + 1;
      }
    }

    @Override
    public void ended(ByteBuffer bytes, int from, Cut cut) {
      check.ended(bytes, from, cut);
    }

    private static int lineFeed(ByteBuffer bytes, int from, int to) {
      for (int at = from; at < to; at++) {
        if (bytes.get(at) == '\n') {
          return at;
        }
      }
      return -1;
    }

    @Override
    public void lost() {
      afterLineFeed = false;
    }

    @Override
    public int candidate(ByteBuffer bytes, int from, int to) {
      if (afterLineFeed && from < to) {
        afterLineFeed = false;
        return from;
      }
      int end = lineFeed(bytes, from, to);
      afterLineFeed = end == to - 1 && end >= 0;
      return end < 0 ? to : end + 1;
    }

    @Override
    public Plausibility judge(ByteBuffer bytes, int from, int to, Cut cut) {
      return Plausibility.YES;
    }
  }
}

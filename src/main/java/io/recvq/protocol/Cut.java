package io.recvq.protocol;

import io.recvq.protocol.Malformed.Reason;

/** What a cutter found; written again for every look. Positions are relative to the frame. */
final class Cut {
  /** The three answers. */
  enum Answer {
    NEEDS_MORE,
    WHOLE,
    BAD
  }

  Answer answer = Answer.NEEDS_MORE;

  /** Bytes that must be there before another look is worth it; more than were there. */
  int need;

  /** Bytes of the whole frame where they are known already, else 0. */
  int length;

  int headerFrom;
  int contentFrom;
  FrameHeader header = FrameHeader.NONE;
  Reason reason = Reason.BAD_FRAMING;
  String detail = "";

  /** Of a bad frame: bytes to step over; the next frame is there when its length is known. */
  int skip;

  /** Of a bad frame: whether the next frame starts right after {@link #skip}. */
  boolean lengthKnown;

  void needsMore(int bytes, int wholeLength) {
    answer = Answer.NEEDS_MORE;
    need = bytes;
    length = wholeLength;
  }

  void whole(int headerStart, int contentStart, int end, FrameHeader what) {
    answer = Answer.WHOLE;
    headerFrom = headerStart;
    contentFrom = contentStart;
    length = end;
    header = what;
  }

  void bad(Reason why, String words, int step) {
    answer = Answer.BAD;
    reason = why;
    detail = words;
    skip = step;
    lengthKnown = false;
  }

  void badContent(String words, int end) {
    answer = Answer.BAD;
    reason = Reason.BAD_CONTENT;
    detail = words;
    skip = end;
    lengthKnown = true;
  }
}

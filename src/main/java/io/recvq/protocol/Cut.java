package io.recvq.protocol;

import io.recvq.protocol.Malformed.Reason;

/** What a cutter found; written again for every look. Positions are relative to the frame. */
final class Cut {
  /** The answers. */
  enum Answer {
    NEEDS_MORE,
    WHOLE,
    BAD,
    /** The stream is no longer one of this framing. */
    OTHER_PROTOCOL
  }

  Answer answer = Answer.NEEDS_MORE;

  /** Bytes that must be there before another look is worth it; more than were there. */
  int need;

  /** Bytes of the whole frame where they are known already, else 0. */
  int length;

  int headerFrom;
  int contentFrom;
  FrameHeader header = FrameHeader.NONE;

  /** What stands before the content, as JSON, where it is no JSON by itself; else empty. */
  String headerJson = "";

  /** What the frame is, in a few words; empty where its content type says it. */
  String summary = "";

  /** Where the content ends; behind it only what marks the end of the frame. */
  int contentEnd;

  /** How many bytes of the frame a cutter has looked through in vain; 0 when a frame begins. */
  int seen;

  /** Of a frame that needs more: whether any further byte may be the one that completes it. */
  boolean openEnded;

  /** Of a frame that needs more: whether the end of the stream completes it. */
  boolean endsWithStream;

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
    endsWithStream = false;
    openEnded = false;
  }

  void whole(int headerStart, int contentStart, int end, FrameHeader what) {
    answer = Answer.WHOLE;
    headerFrom = headerStart;
    contentFrom = contentStart;
    contentEnd = end;
    length = end;
    header = what;
    headerJson = "";
    summary = "";
  }

  /** A frame whose header is no JSON but told as such. */
  void whole(int contentStart, int end, FrameHeader what, String json) {
    whole(contentStart, contentStart, end, what);
    headerJson = json;
  }

  /** A frame whose end is looked for; so far it is not there. */
  void notEnded(int have) {
    needsMore(have + 1, 0);
    seen = have;
    openEnded = true;
  }

  /** A frame that goes on to the end of the stream; {@link Framing.Cutter#ended} tells its kind. */
  void untilEnd(int contentStart, int have, String json) {
    whole(contentStart, have, FrameHeader.NONE, json);
    answer = Answer.NEEDS_MORE;
    need = have + 1;
    length = 0;
    endsWithStream = true;
    openEnded = true;
  }

  void bad(Reason why, String words, int step) {
    answer = Answer.BAD;
    reason = why;
    detail = words;
    skip = step;
    lengthKnown = false;
  }

  void otherProtocol() {
    answer = Answer.OTHER_PROTOCOL;
  }

  void badContent(String words, int end) {
    answer = Answer.BAD;
    reason = Reason.BAD_CONTENT;
    detail = words;
    skip = end;
    lengthKnown = true;
  }
}

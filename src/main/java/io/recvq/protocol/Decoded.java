package io.recvq.protocol;

/** The three answers of a decoder: a whole frame, need more, malformed. */
public sealed interface Decoded permits Frame, Decoded.NeedMore, Malformed {

  /** Everything that was fed is used up or kept; no further answer until more comes. */
  record NeedMore() implements Decoded {}

  /** The one value of {@link NeedMore}. */
  NeedMore NEED_MORE = new NeedMore();
}

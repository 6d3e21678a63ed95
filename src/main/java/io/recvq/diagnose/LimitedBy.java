package io.recvq.diagnose;

/** What holds a connection back. */
public enum LimitedBy {
  /** The side that the data goes to takes it too slowly or not at all. */
  RECEIVER("receiver"),
  /** The side that the data comes from has nothing to send, or too small a buffer. */
  SENDER("sender"),
  /** Loss, or a path slower than the data. */
  NETWORK("network"),
  /** A listener whose process does not accept. */
  ACCEPT_QUEUE("accept-queue"),
  /** A peer that does not answer any more. */
  DEAD_PEER("dead-peer"),
  /** Nothing: it is idle or as fast as it can be. */
  NOTHING("nothing");

  private final String word;

  LimitedBy(String word) {
    this.word = word;
  }

  /** The name in JSON. */
  public String word() {
    return word;
  }
}

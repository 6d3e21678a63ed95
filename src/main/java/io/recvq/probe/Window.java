package io.recvq.probe;

/**
 * How many sockets may be open at once: grows while answers arrive, halves when an answer shows
 * that an earlier attempt was lost, and shrinks to what the machine bears when it refuses a socket.
 */
final class Window {
  /** Sockets before the first answer. */
  static final int START = 2048;

  private static final int LEAST = 16;

  private int bound;
  private int size;

  Window(int bound) {
    this.bound = Math.max(1, bound);
    this.size = Math.min(START, this.bound);
  }

  boolean allows(int open) {
    return open < size;
  }

  /** A port is done and nothing speaks for loss. */
  void done() {
    size = Math.min(bound, size + 1);
  }

  /** Only a later attempt was answered: the first was lost, perhaps because of us. */
  void lost() {
    size = Math.max(Math.min(LEAST, bound), size / 2);
  }

  /** The machine refused another socket while this many were open. */
  void refused(int open) {
    bound = Math.max(1, open - open / 8);
    size = Math.min(size, bound);
  }
}

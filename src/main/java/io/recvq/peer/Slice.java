package io.recvq.peer;

/** Sends in writes of at most so many bytes, each on its own turn of the event loop. */
final class Slice extends Effect {
  private final int bytes;

  Slice(int bytes) {
    this.bytes = bytes;
  }

  @Override
  int writeAllowance(Connection connection, int wanted) {
    return Math.min(bytes, wanted);
  }
}

package io.recvq.peer;

import java.nio.ByteBuffer;

/** Inverts every bit of the next bytes that are sent, one byte unless told otherwise. */
final class Corrupt extends Effect {
  private int left;
  private boolean inverted;

  Corrupt(int bytes) {
    this.left = bytes;
  }

  @Override
  int writeAllowance(Connection connection, int wanted) {
    return left > 0 ? 1 : wanted;
  }

  @Override
  void outgoing(ByteBuffer bytes) {
    if (left > 0 && !inverted && bytes.hasRemaining()) {
      int at = bytes.position();
      bytes.put(at, (byte) ~bytes.get(at));
      inverted = true;
    }
  }

  @Override
  void hasWritten(Connection connection, int count, int waiting) {
    if (count > 0 && inverted) {
      inverted = false;
      left--;
    }
  }
}

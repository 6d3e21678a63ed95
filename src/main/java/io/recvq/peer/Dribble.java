package io.recvq.peer;

import java.time.Duration;

/** Sends one byte at a time with a pause after each. */
final class Dribble extends Effect {
  private final Duration pause;
  private boolean pausing;

  Dribble(Duration pause) {
    this.pause = pause;
  }

  @Override
  int writeAllowance(Connection connection, int wanted) {
    return pausing ? 0 : 1;
  }

  @Override
  void hasWritten(Connection connection, int count, int waiting) {
    if (count > 0) {
      pausing = true;
      connection.loop().schedule(pause.toNanos(), () -> release(connection));
    }
  }

  private void release(Connection connection) {
    pausing = false;
    connection.unblock();
  }
}

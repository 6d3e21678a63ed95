package io.recvq.peer;

import java.util.function.LongSupplier;

/** Holds each message back for a time, always the same or drawn anew, before it is sent. */
final class Delay extends Effect {
  private final LongSupplier nanos;
  private boolean holding;
  private boolean passing;

  Delay(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  int writeAllowance(Connection connection, int wanted) {
    if (passing) {
      return wanted;
    }
    if (!holding) {
      holding = true;
      connection.loop().schedule(nanos.getAsLong(), () -> release(connection));
    }
    return 0;
  }

  private void release(Connection connection) {
    holding = false;
    passing = true;
    connection.unblock();
  }

  @Override
  void hasWritten(Connection connection, int count, int waiting) {
    passing = waiting > 0;
  }
}

package io.recvq.peer;

/** Ends a connection when nothing came from its peer for a time. */
final class IdleTimeout {
  private final Connection connection;
  private final long idleNanos;
  private long lastInputNanos = System.nanoTime();

  private IdleTimeout(Connection connection, long idleNanos) {
    this.connection = connection;
    this.idleNanos = idleNanos;
  }

  static IdleTimeout start(Connection connection, long idleNanos) {
    IdleTimeout timeout = new IdleTimeout(connection, idleNanos);
    timeout.lookIn(idleNanos);
    return timeout;
  }

  /** Something came. */
  void heard() {
    lastInputNanos = System.nanoTime();
  }

  /** One timer a connection, however often something comes: it looks again when it is due. */
  private void lookIn(long nanos) {
    connection.loop().schedule(nanos, this::look);
  }

  private void look() {
    if (!connection.isOpen()) {
      return;
    }
    long left = lastInputNanos + idleNanos - System.nanoTime();
    if (left <= 0) {
      connection.close(Ending.IDLE);
    } else {
      lookIn(left);
    }
  }
}

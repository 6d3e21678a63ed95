package io.recvq.peer;

/** Resets the connection (RST, by SO_LINGER 0). */
final class Reset extends Effect {
  @Override
  void begin(Connection connection) {
    connection.reset();
  }
}

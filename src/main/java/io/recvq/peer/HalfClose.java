package io.recvq.peer;

/** Ends our sending (FIN) here and goes on reading. */
final class HalfClose extends Effect {
  @Override
  void begin(Connection connection) {
    connection.endOutputAndReadOn();
  }
}

package io.recvq.peer;

/** Leaves out everything that would still be sent; the connection goes on and ends as ever. */
final class Truncate extends Effect {
  @Override
  void begin(Connection connection) {
    connection.discardOutput();
  }
}

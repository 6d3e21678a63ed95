package io.recvq.peer;

/** Closes at once; where bytes of the peer are unread the kernel makes a reset of it. */
final class Close extends Effect {
  @Override
  void begin(Connection connection) {
    connection.close();
  }
}

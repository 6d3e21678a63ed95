package io.recvq.peer;

import java.nio.ByteBuffer;

/**
 * A way to be a bad peer, at work on one connection from {@link #begin} on. It does nothing to
 * bytes but let fewer of them pass: those wait in the kernel's buffers, or in the one bounded
 * buffer of the connection, whose reading then pauses.
 */
abstract class Effect {
  /** Its moment has come. */
  void begin(Connection connection) {}

  /** How many of so many bytes may be read now; 0 until {@link Connection#unblock}. */
  int readAllowance(Connection connection, int wanted) {
    return wanted;
  }

  /** So many bytes have been read. */
  void hasRead(int count) {}

  /** How many of so many bytes may be sent now; 0 until {@link Connection#unblock}. */
  int writeAllowance(Connection connection, int wanted) {
    return wanted;
  }

  /** May change the bytes that are sent next, in place; perhaps only some of them will be taken. */
  void outgoing(ByteBuffer bytes) {}

  /** So many bytes have been sent and so many still wait. */
  void hasWritten(Connection connection, int count, int waiting) {}
}

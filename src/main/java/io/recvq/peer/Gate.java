package io.recvq.peer;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * How far the effects of a misbehaving connection let its bytes pass. What they hold back stays in
 * the kernel, or in the connection's bounded send queue.
 */
final class Gate {
  private final Faults faults;
  private boolean readsBlocked;
  private boolean writesBlocked;
  private boolean discardsOutput;

  Gate(Faults faults) {
    this.faults = faults;
  }

  /** The connection is there. */
  void opened(Connection connection) {
    faults.opened(connection);
  }

  /** Limits the room of the next read to what may pass; false when nothing may. */
  boolean admit(Connection connection, ByteBuffer room) {
    faults.beginDue(connection, true);
    if (!connection.isOpen()) {
      return false;
    }
    int allowed = faults.readAllowance(connection, room.remaining());
    room.limit(allowed);
    readsBlocked = allowed == 0;
    return !readsBlocked;
  }

  void hasRead(ByteBuffer bytes) {
    faults.hasRead(bytes);
  }

  /** The program has dealt with what was read; the next effect may be due. */
  void handled(Connection connection) {
    if (connection.isOpen()) {
      faults.beginDue(connection, true);
    }
  }

  /** The program hands over a message of so many bytes to be sent. */
  void message(int bytes) {
    faults.message(bytes);
  }

  /** Sends one portion of what waits, as far as the effects let it. */
  void send(Connection connection, Outbound output, ByteBuffer waiting) throws IOException {
    faults.beginDue(connection, false);
    if (!connection.isOpen() || discardsOutput) {
      return;
    }
    int end = waiting.limit();
    int allowed = faults.writeAllowance(connection, waiting.remaining());
    writesBlocked = allowed == 0;
    if (writesBlocked) {
      return;
    }
    int start = waiting.position();
    waiting.limit(start + allowed);
    faults.outgoing(waiting);
    int count = output.send(waiting);
    waiting.limit(end);
    ByteBuffer sent = waiting.duplicate().position(start).limit(start + count);
    faults.hasWritten(connection, sent, waiting.remaining());
    faults.beginDue(connection, false);
  }

  /** From now on nothing that the program sends leaves. */
  void discardOutput() {
    discardsOutput = true;
  }

  boolean discardsOutput() {
    return discardsOutput;
  }

  /** An effect lets bytes pass again. */
  void unblock() {
    readsBlocked = false;
    writesBlocked = false;
  }

  boolean readsBlocked() {
    return readsBlocked;
  }

  boolean writesBlocked() {
    return writesBlocked;
  }
}

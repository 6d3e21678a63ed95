package io.recvq.peer;

import java.nio.ByteBuffer;

/**
 * What a program does on one connection. All calls come on the event loop's thread and must not
 * block.
 */
public interface Handler {
  /** The connection is there: accepted, or connected. */
  default void opened(Connection connection) {}

  /**
   * Bytes came. The buffer belongs to the loop: what is not consumed before this returns is gone.
   */
  void received(Connection connection, ByteBuffer bytes);

  /**
   * The peer has ended its sending (FIN) and may still receive. Unless told otherwise the
   * connection is closed when everything written has left.
   */
  default void inputEnded(Connection connection) {
    connection.closeWhenSent();
  }

  /** Everything written has been taken by the kernel after some of it had to wait. */
  default void drained(Connection connection) {}

  /** The connection is gone, in good order or not. */
  default void closed(Connection connection, Ending ending) {}
}

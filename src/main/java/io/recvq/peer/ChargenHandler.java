package io.recvq.peer;

import java.nio.ByteBuffer;

/**
 * Sends rotating lines of printable characters for as long as the peer takes them, and forgets what
 * the peer sends (RFC 864).
 */
public final class ChargenHandler implements Handler {
  private static final int FIRST = ' ';
  private static final int CHARACTERS = 95;
  private static final int LINE_CHARACTERS = 72;

  /** All 95 lines; they repeat from there on. */
  private static final byte[] PATTERN = pattern();

  private static byte[] pattern() {
    ByteBuffer lines = ByteBuffer.allocate(CHARACTERS * (LINE_CHARACTERS + 2));
    for (int line = 0; line < CHARACTERS; line++) {
      for (int i = 0; i < LINE_CHARACTERS; i++) {
        lines.put((byte) (FIRST + (line + i) % CHARACTERS));
      }
      lines.put((byte) '\r').put((byte) '\n');
    }
    return lines.array();
  }

  /** What one datagram answers: some whole lines, at most 512 bytes (RFC 864). */
  static ByteBuffer datagram() {
    return ByteBuffer.wrap(PATTERN, 0, 6 * (LINE_CHARACTERS + 2)).slice();
  }

  @Override
  public void opened(Connection connection) {
    sendUntilRefused(connection);
  }

  @Override
  public void drained(Connection connection) {
    sendUntilRefused(connection);
  }

  private static void sendUntilRefused(Connection connection) {
    // A turn is bounded, so that a peer that takes everything does not keep the loop for itself.
    for (int i = 0; i < 16 && connection.isOpen() && connection.pendingBytes() == 0; i++) {
      connection.write(ByteBuffer.wrap(PATTERN));
    }
    if (connection.isOpen() && connection.pendingBytes() == 0) {
      connection.loop().schedule(0, () -> sendUntilRefused(connection));
    }
  }

  @Override
  public void received(Connection connection, ByteBuffer bytes) {
    bytes.position(bytes.limit());
  }

  @Override
  public void inputEnded(Connection connection) {
    connection.close(Ending.CLOSED);
  }
}

package io.recvq.peer;

import java.nio.ByteBuffer;

/** Reads and forgets (RFC 863). */
public final class DiscardHandler implements Handler {
  @Override
  public void received(Connection connection, ByteBuffer bytes) {
    bytes.position(bytes.limit());
  }
}

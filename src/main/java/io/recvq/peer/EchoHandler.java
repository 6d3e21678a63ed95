package io.recvq.peer;

import java.nio.ByteBuffer;

/** Every byte comes back (RFC 862); the end of the peer's sending ends the connection. */
public final class EchoHandler implements Handler {
  @Override
  public void received(Connection connection, ByteBuffer bytes) {
    connection.write(bytes);
  }
}

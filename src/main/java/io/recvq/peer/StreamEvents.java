package io.recvq.peer;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/** Events of what happens on a connection's stream; nothing is built where nobody observes. */
final class StreamEvents {
  private StreamEvents() {}

  /** Tells, when a layer's handshake is over, what was agreed on. */
  static void announceSecured(Connection connection, Transport transport) {
    if (connection.loop().observed()) {
      transport.whenSecured(
          session ->
              connection
                  .loop()
                  .emit(
                      new PeerEvent.Secured(
                          Instant.now(),
                          connection.number(),
                          session.getProtocol(),
                          session.getCipherSuite())));
    }
  }

  /** These bytes, at this offset of their direction, have passed. */
  static void data(Connection connection, boolean received, long offset, ByteBuffer bytes) {
    if (!connection.loop().observed()) {
      return;
    }
    byte[] shown = new byte[Math.min(Connection.SHOWN_BYTES, bytes.remaining())];
    bytes.duplicate().get(shown);
    connection
        .loop()
        .emit(
            new PeerEvent.Data(
                Instant.now(),
                connection.number(),
                received,
                offset,
                ByteBuffer.wrap(shown).asReadOnlyBuffer(),
                bytes.remaining()));
  }

  /** The peer has ended its sending and the connection lives on. */
  static void halfClosed(Connection connection) {
    if (connection.loop().observed()) {
      connection
          .loop()
          .emit(new PeerEvent.HalfClosed(Instant.now(), connection.number(), connection.bytesIn()));
    }
  }

  /** The connection is gone; its addresses were asked for before. */
  static void closed(Connection connection, Ending ending, Duration lasted) {
    if (connection.loop().observed()) {
      connection
          .loop()
          .emit(
              new PeerEvent.Closed(
                  Instant.now(),
                  connection.number(),
                  connection.remote(),
                  ending,
                  connection.bytesIn(),
                  connection.bytesOut(),
                  lasted));
    }
  }
}

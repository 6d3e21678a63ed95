package io.recvq.peer;

import io.recvq.protocol.Decoded;
import io.recvq.protocol.Frame;
import io.recvq.protocol.FrameDecoder;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Malformed;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Events of frames that pass on a connection; nothing is built where nobody observes. */
final class FrameEvents {
  private FrameEvents() {}

  /** A frame came from the peer. */
  static void received(Connection connection, boolean request, Frame frame) {
    if (connection.loop().observed()) {
      connection
          .loop()
          .emit(
              new PeerEvent.FrameSeen(
                  Instant.now(),
                  connection.number(),
                  connection.remote(),
                  connection.local(),
                  request,
                  frame.offset(),
                  frame));
    }
  }

  /** This frame is about to be written. */
  static void sent(Connection connection, boolean request, ByteBuffer encoded) {
    if (!connection.loop().observed()) {
      return;
    }
    FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
    decoder.feed(encoded.duplicate());
    Decoded decoded = decoder.next();
    if (decoded instanceof Frame frame) {
      connection
          .loop()
          .emit(
              new PeerEvent.FrameSeen(
                  Instant.now(),
                  connection.number(),
                  connection.local(),
                  connection.remote(),
                  request,
                  connection.bytesOut() + connection.pendingBytes(),
                  frame));
    }
  }

  /** What came from the peer is no frame. */
  static void malformed(Connection connection, Malformed malformed) {
    if (connection.loop().observed()) {
      connection
          .loop()
          .emit(
              new PeerEvent.MalformedSeen(
                  Instant.now(),
                  connection.number(),
                  connection.remote(),
                  connection.local(),
                  malformed));
    }
  }
}

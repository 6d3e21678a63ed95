package io.recvq.peer;

import io.recvq.protocol.Decoded;
import io.recvq.protocol.Frame;
import io.recvq.protocol.FrameDecoder;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Framings;
import io.recvq.protocol.Malformed;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Watches the frames of one direction pass, where the stream is one of frames. */
final class FrameTap {
  /** Watches nothing. */
  static final FrameTap NONE = new FrameTap(null, true);

  private final @Nullable FrameDecoder decoder;
  private final boolean requests;
  private boolean ended;

  private FrameTap(@Nullable FrameDecoder decoder, boolean requests) {
    this.decoder = decoder;
    this.requests = requests;
  }

  /**
   * @param requests whether this direction carries requests, else responses
   */
  static FrameTap watching(boolean requests, FrameLimits limits) {
    return new FrameTap(
        new FrameDecoder(Framings.APP, limits, FrameDecoder.Start.IF_PLAUSIBLE), requests);
  }

  void passed(Connection from, Connection to, ByteBuffer bytes) {
    if (decoder != null) {
      decoder.feed(bytes.duplicate());
      tell(decoder, from, to.remote());
    }
  }

  void ended(Connection from) {
    if (decoder != null && !ended) {
      ended = true;
      decoder.endOfStream();
      tell(decoder, from, "");
    }
  }

  private void tell(FrameDecoder source, Connection from, String to) {
    for (Decoded next = source.next(); !(next instanceof Decoded.NeedMore); next = source.next()) {
      if (next instanceof Frame frame) {
        from.loop()
            .emit(
                new PeerEvent.FrameSeen(
                    Instant.now(),
                    from.number(),
                    from.remote(),
                    to,
                    requests,
                    frame.offset(),
                    frame));
      } else if (next instanceof Malformed malformed) {
        from.loop()
            .emit(
                new PeerEvent.MalformedSeen(
                    Instant.now(), from.number(), from.remote(), to, malformed));
      }
    }
  }
}

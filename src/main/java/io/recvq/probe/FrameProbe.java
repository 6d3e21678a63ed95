package io.recvq.probe;

import io.recvq.protocol.AppAnswers;
import io.recvq.protocol.Decoded;
import io.recvq.protocol.Frame;
import io.recvq.protocol.FrameDecoder;
import io.recvq.protocol.FrameEncoder;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Malformed;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends a request of the framed protocol and decodes what comes back. */
public final class FrameProbe {
  private static final int MOST_DETAIL_CHARS = 200;
  private static final int MOST_CONTENT_BYTES = 1 << 20;

  private FrameProbe() {}

  /** A search for {@code recvq}, which every server of the protocol can answer. */
  static FrameFacts ask(ProbeTarget target, int port, long deadlineNanos) throws IOException {
    byte[] request = AppAnswers.request(FrameEncoder.NATIVE, "search", "recvq");
    try (Exchange exchange = Exchange.open(target, port, deadlineNanos)) {
      exchange.send(request);
      Decoded answer = answer(exchange, MOST_CONTENT_BYTES);
      if (answer instanceof Frame frame) {
        return new FrameFacts(true, cut(frame.isJson() ? frame.contentJson() : frame.headerJson()));
      }
      if (answer instanceof Malformed malformed) {
        return new FrameFacts(false, cut(malformed.reason().word() + ", " + malformed.detail()));
      }
      return new FrameFacts(false, "the connection was closed without an answer");
    }
  }

  /**
   * The first frame that the peer sends, or what is wrong with it; {@link Decoded.NeedMore} when it
   * closes the connection before it sends anything.
   */
  public static Decoded answer(Exchange exchange, int maxContentBytes) throws IOException {
    FrameDecoder decoder =
        new FrameDecoder(FrameLimits.DEFAULT.withMaxContentBytes(maxContentBytes));
    ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    while (true) {
      buffer.clear();
      int count = exchange.read(buffer);
      if (count < 0) {
        decoder.endOfStream();
        return decoder.next();
      }
      decoder.feed(buffer.flip());
      Decoded decoded = decoder.next();
      if (decoded instanceof Frame frame) {
        return frame.copy();
      }
      if (decoded instanceof Malformed) {
        return decoded;
      }
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_DETAIL_CHARS ? text : text.substring(0, MOST_DETAIL_CHARS) + "...";
  }
}

package io.recvq.protocol;

/**
 * {@link FrameDecoderFuzz} with HTTP/1.1 alone, whose rules are more than those of all others
 * together: heads, lengths, chunks, bodies up to the end.
 */
public final class HttpFramingFuzz {
  private static final int HEAD_BYTES = 5;
  private static final Framing HTTP = Framings.parse("http1");

  private HttpFramingFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length >= HEAD_BYTES) {
      FrameDecoderFuzz.run(HTTP, data);
    }
  }
}

package io.recvq.protocol;

/**
 * The sizes above which a frame is refused before memory is spent on it.
 *
 * @param maxHeaderBytes the longest header taken, 1 to 65535 bytes for the two-byte length
 * @param maxContentBytes the longest content taken, in bytes
 */
public record FrameLimits(int maxHeaderBytes, int maxContentBytes) {
  private static final int MAX_CONTENT_BYTES = Integer.MAX_VALUE - (1 << 20);

  /** Every header that the protocol can express, and 64 MiB of content. */
  public static final FrameLimits DEFAULT = new FrameLimits(0xffff, 64 << 20);

  public FrameLimits {
    if (maxHeaderBytes < 1 || maxHeaderBytes > 1 << 20) {
      throw new IllegalArgumentException("a header limit of " + maxHeaderBytes + " bytes");
    }
    if (maxContentBytes < 0 || maxContentBytes > MAX_CONTENT_BYTES) {
      throw new IllegalArgumentException("a content limit of " + maxContentBytes + " bytes");
    }
  }

  /** The same with another limit for the content. */
  public FrameLimits withMaxContentBytes(int bytes) {
    return new FrameLimits(maxHeaderBytes, bytes);
  }
}

package io.recvq.protocol;

/**
 * What a frame's header says about its content.
 *
 * @param byteOrder the sender's processor, "little" or "big" as a rule; nothing depends on it
 * @param contentType {@code text/json} or any other; opaque bytes then
 * @param contentEncoding the charset of {@code text/json}
 */
public record FrameHeader(String byteOrder, String contentType, String contentEncoding) {
  /** The content type whose content is JSON. */
  public static final String JSON = "text/json";

  /** Of framings without such a header. */
  public static final FrameHeader NONE = new FrameHeader("", "", "");

  /** Of a framing that does not tell a content type, when the content is text. */
  static final FrameHeader TEXT = new FrameHeader("", "text/plain", "utf-8");

  /** The same for JSON. */
  static final FrameHeader PLAIN_JSON = new FrameHeader("", JSON, "utf-8");

  /** The same for all else. */
  static final FrameHeader BYTES = new FrameHeader("", "application/octet-stream", "binary");

  public boolean isJson() {
    return contentType.equals(JSON);
  }
}

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

  public boolean isJson() {
    return contentType.equals(JSON);
  }
}

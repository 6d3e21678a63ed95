package io.recvq.protocol;

import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of the application protocol whose bytes equal those of the reference programs: keys
 * in the order byteorder, content-type, content-encoding, content-length, spaced as Python spaces
 * JSON. Immutable.
 *
 * @param byteOrder the processor's, which the header tells; {@link #NATIVE} says this machine's
 */
public record FrameEncoder(ByteOrder byteOrder) {
  private static final int MAX_HEADER_BYTES = 0xffff;

  /** Tells this machine's byte order, as the reference programs do. */
  public static final FrameEncoder NATIVE = new FrameEncoder(ByteOrder.nativeOrder());

  /** A frame of type {@code text/json} whose content is the value as Python writes it, in UTF-8. */
  public byte[] json(@Nullable Object value) {
    return json(PythonJson.write(value), StandardCharsets.UTF_8, "utf-8");
  }

  /** A frame of type {@code text/json} with this JSON text in a charset, under the name given. */
  public byte[] json(String json, Charset charset, String encodingName) {
    return encode(FrameHeader.JSON, encodingName, json.getBytes(charset));
  }

  /** A frame with any content. */
  public byte[] encode(String contentType, String contentEncoding, byte[] content) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("byteorder", byteOrder == ByteOrder.BIG_ENDIAN ? "big" : "little");
    header.put("content-type", contentType);
    header.put("content-encoding", contentEncoding);
    header.put("content-length", content.length);
    return frame(PythonJson.write(header).getBytes(StandardCharsets.UTF_8), content);
  }

  /**
   * A frame with this header as it stands, good or bad. Throws IllegalArgumentException when the
   * header is longer than the two bytes of length can tell.
   */
  public static byte[] frame(byte[] header, byte[] content) {
    if (header.length > MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "a header of " + header.length + " bytes; two bytes of length tell at most 65535");
    }
    byte[] frame = new byte[AppFraming.PREFIX + header.length + content.length];
    frame[0] = (byte) (header.length >> 8);
    frame[1] = (byte) header.length;
    System.arraycopy(header, 0, frame, AppFraming.PREFIX, header.length);
    System.arraycopy(content, 0, frame, AppFraming.PREFIX + header.length, content.length);
    return frame;
  }
}

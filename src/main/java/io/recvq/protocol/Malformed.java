package io.recvq.protocol;

import java.util.Locale;

/**
 * Bytes that are no frame, or not all of one.
 *
 * @param offset of the frame's first byte in its direction of the stream
 * @param detail what exactly is wrong, in words; may quote foreign text
 */
public record Malformed(long offset, Reason reason, String detail) implements Decoded {

  /** The kinds of damage. */
  public enum Reason {
    /** The header is empty, no JSON object, or no valid JSON (NaN and Infinity are none). */
    BAD_JSON,
    /** The header is no UTF-8. */
    BAD_UTF8,
    /** A required key of the header is not there or has a value of another type. */
    MISSING_HEADER,
    /** The content length is no integer of 0 or more. */
    BAD_CONTENT_LENGTH,
    /** The content is not what its type and encoding say; the next frame is decoded. */
    BAD_CONTENT,
    /** A length is above the limit. */
    TOO_LARGE,
    /** The stream ended inside the frame. */
    TRUNCATED,
    /** Bytes are missing from the capture. */
    GAP,
    /** The bytes do not fit the described framing in another way. */
    BAD_FRAMING;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The word of the output contract, as {@code bad-json}. */
    public String word() {
      return word;
    }
  }
}

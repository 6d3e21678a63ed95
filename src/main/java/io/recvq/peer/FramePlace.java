package io.recvq.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows the first frame of one direction closely enough to stop inside its length, its header or
 * its content, whatever is wrong with it.
 */
final class FramePlace {
  static final long NEVER = Long.MAX_VALUE;

  private static final int PREFIX = 2;
  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("\"content-length\"\\s*:\\s*([0-9]{1,18})");

  private long seen;
  private int headerLength;
  private byte[] header = new byte[0];
  private long contentLength = -1;

  /** How many more bytes may pass before the place is reached or more is known of it. */
  long until(Moment.Place place) {
    return switch (place) {
      case LENGTH -> 1 - seen;
      case HEADER -> seen < PREFIX ? PREFIX - seen : inside(PREFIX, headerLength);
      case CONTENT -> untilContent();
      default -> throw new IllegalArgumentException("no place in a frame: " + place);
    };
  }

  private long untilContent() {
    if (seen < PREFIX) {
      return PREFIX - seen;
    }
    long headerEnd = PREFIX + (long) headerLength;
    return seen < headerEnd ? headerEnd - seen : inside(headerEnd, contentLength);
  }

  private long inside(long from, long length) {
    return length <= 0 ? NEVER : from + Math.max(1, length / 2) - seen;
  }

  /** These bytes have passed; they are looked at and left as they are. */
  void pass(ByteBuffer bytes) {
    int at = bytes.position();
    while (at < bytes.limit() && contentLength < 0) {
      look(bytes.get(at++));
      seen++;
    }
    seen += bytes.limit() - at;
  }

  private void look(byte b) {
    if (seen < PREFIX) {
      headerLength = headerLength << 8 | b & 0xff;
      if (seen == PREFIX - 1) {
        header = new byte[headerLength];
      }
    } else if (seen < PREFIX + headerLength) {
      header[(int) seen - PREFIX] = b;
      if (seen == PREFIX + headerLength - 1) {
        readHeader();
      }
    }
  }

  private void readHeader() {
    Matcher matcher = CONTENT_LENGTH.matcher(new String(header, StandardCharsets.ISO_8859_1));
    contentLength = matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }
}

package io.recvq.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows the frames of one direction closely enough to stop before one or inside its length, its
 * header or its content, whatever is wrong with it.
 */
final class FramePlace {
  static final long NEVER = Long.MAX_VALUE;

  private static final int PREFIX = 2;
  private static final int UNKNOWN = -1;
  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("\"content-length\"\\s*:\\s*([0-9]{1,18})");

  /** The present frame, counted from 1, and how many of its bytes have passed. */
  private int frame = 1;

  private long seen;
  private int headerLength;
  private byte[] header = new byte[0];
  private long contentLength = UNKNOWN;

  /** The number of the frame whose bytes pass now. */
  int frame() {
    return frame;
  }

  /**
   * How many more bytes may pass before this place of the k-th frame is reached or more is known of
   * it.
   *
   * @param place in a frame; the response is its beginning, in the response after its first byte
   */
  long until(Moment.Place place, int wanted) {
    if (frame > wanted) {
      return NEVER;
    }
    if (frame < wanted) {
      return untilEnd();
    }
    return switch (place) {
      case RESPONSE -> -seen;
      case LENGTH, IN_RESPONSE -> 1 - seen;
      case HEADER -> seen < PREFIX ? PREFIX - seen : inside(PREFIX, headerLength);
      case CONTENT -> seen < headerEnd() ? headerEnd() - seen : inside(headerEnd(), contentLength);
      default -> throw new IllegalArgumentException("no place in a frame: " + place);
    };
  }

  /** Where the header ends, as far as is known. */
  private long headerEnd() {
    return seen < PREFIX ? PREFIX : PREFIX + (long) headerLength;
  }

  private long untilEnd() {
    return contentLength == UNKNOWN
        ? headerEnd() - seen
        : PREFIX + headerLength + contentLength - seen;
  }

  private long inside(long from, long length) {
    return length <= 0 ? NEVER : from + length / 2 - seen;
  }

  /** These bytes have passed; they are looked at and left as they are. */
  void pass(ByteBuffer bytes) {
    int at = bytes.position();
    while (at < bytes.limit()) {
      if (contentLength == UNKNOWN) {
        look(bytes.get(at++));
        seen++;
      } else {
        long step = Math.min(untilEnd(), bytes.limit() - at);
        at += (int) step;
        seen += step;
      }
      if (contentLength != UNKNOWN && untilEnd() == 0) {
        nextFrame();
      }
    }
  }

  private void nextFrame() {
    frame++;
    seen = 0;
    headerLength = 0;
    contentLength = UNKNOWN;
  }

  private void look(byte b) {
    if (seen < PREFIX) {
      headerLength = headerLength << 8 | b & 0xff;
      if (seen == PREFIX - 1) {
        header = new byte[headerLength];
        contentLength = headerLength == 0 ? 0 : UNKNOWN;
      }
    } else {
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

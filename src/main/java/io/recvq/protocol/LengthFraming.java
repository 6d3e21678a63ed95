package io.recvq.protocol;

import io.recvq.protocol.Malformed.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Frames that begin with their length, somewhere in a header of fixed size. */
final class LengthFraming extends Framing {
  /** How many frames in a row convince whoever lost his place. */
  private static final int CONVINCING_FRAMES = 64;

  /** What the length counts. */
  enum Counts {
    /** The bytes after the length field. */
    REST,
    /** All of the frame, from its first byte. */
    FRAME,
    /** The bytes after the header. */
    CONTENT
  }

  private final String name;
  private final LengthField field;
  private final Counts counts;
  private final int headerBytes;
  private final byte[] magic;
  private final ContentKind content;

  /**
   * @param headerBytes what stands before the content; 0 stands for up to the end of the field
   * @param magic what every frame begins with; may be empty
   */
  LengthFraming(
      String name,
      LengthField field,
      Counts counts,
      int headerBytes,
      byte[] magic,
      ContentKind content) {
    this.name = name;
    this.field = field;
    this.counts = counts;
    this.headerBytes = headerBytes;
    this.magic = magic.clone();
    this.content = content;
    boolean varint = field.width() == LengthField.VARINT;
    if (headerBytes != 0 && (varint || headerBytes < field.offset() + field.width())) {
      throw new IllegalArgumentException("header=" + headerBytes + " ends before the length does");
    }
    if (magic.length > field.offset()) {
      throw new IllegalArgumentException(
          "magic is longer than offset; it stands before the length");
    }
  }

  @Override
  public String name() {
    return name;
  }

  LengthField field() {
    return field;
  }

  Counts counts() {
    return counts;
  }

  int headerBytes() {
    return headerBytes;
  }

  byte[] magic() {
    return magic.clone();
  }

  ContentKind content() {
    return content;
  }

  /** There is nothing but a length to know such a stream by: its first frame must be whole. */
  @Override
  Plausibility plausibility(ByteBuffer bytes, int from, int to) {
    Cut cut = new Cut();
    new LengthCutter(FrameLimits.DEFAULT).look(bytes, from, to, cut);
    return switch (cut.answer) {
      case WHOLE -> Plausibility.YES;
      case NEEDS_MORE -> Plausibility.UNDECIDED;
      case BAD, OTHER_PROTOCOL -> Plausibility.NO;
    };
  }

  @Override
  Cutter cutter(FrameLimits limits) {
    return new LengthCutter(limits);
  }

  private boolean hasMagic(ByteBuffer bytes, int from, int to) {
    int visible = Math.min(magic.length, to - from);
    for (int i = 0; i < visible; i++) {
      if (bytes.get(from + i) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private final class LengthCutter implements Cutter {
    private final FrameLimits limits;
    private final ContentKind.Check check = new ContentKind.Check(content);

    LengthCutter(FrameLimits limits) {
      this.limits = limits;
    }

    @Override
    public void look(ByteBuffer bytes, int from, int to, Cut cut) {
      if (!hasMagic(bytes, from, to)) {
        cut.bad(Reason.BAD_FRAMING, "the frame does not begin with " + hex(magic), 1);
        return;
      }
      long value = field.read(bytes, from, to);
      if (value == LengthField.INCOMPLETE) {
        cut.needsMore(Math.max(field.least(), to - from + 1), 0);
        return;
      }
      if (value == LengthField.BAD) {
        cut.bad(Reason.TOO_LARGE, "a length beyond 63 bits", 1);
        return;
      }
      int fieldEnd = field.end(bytes, from);
      int contentStart = headerBytes == 0 ? fieldEnd : headerBytes;
      long contentLength = contentLength(value, fieldEnd, contentStart);
      if (contentLength < 0) {
        cut.bad(Reason.BAD_FRAMING, "a length of " + value + " is less than what it counts", 1);
      } else if (contentLength > limits.maxContentBytes()) {
        cut.bad(
            Reason.TOO_LARGE,
            "a content of " + contentLength + " bytes, the limit is " + limits.maxContentBytes(),
            1);
      } else {
        int length = contentStart + (int) contentLength;
        if (to - from < length) {
          cut.needsMore(length, length);
        } else {
          check.finish(bytes, from, contentStart, length, "{\"length\": " + value + "}", cut);
        }
      }
    }

    private long contentLength(long value, int fieldEnd, int contentStart) {
      return switch (counts) {
        case REST -> value - (contentStart - fieldEnd);
        case FRAME -> value - contentStart;
        case CONTENT -> value;
      };
    }

    @Override
    public int candidate(ByteBuffer bytes, int from, int to) {
      int at = from;
      while (at < to && !hasMagic(bytes, at, to)) {
        at++;
      }
      return at;
    }

    /** Believes a place from which whole frames lead exactly to the end of what is there. */
    @Override
    public Plausibility judge(ByteBuffer bytes, int from, int to, Cut cut) {
      int at = from;
      int frames = 0;
      while (at < to && frames < CONVINCING_FRAMES) {
        look(bytes, at, to, cut);
        if (cut.answer == Cut.Answer.NEEDS_MORE && magic.length > 0) {
          cut.need += at - from;
          return frames > 0 ? Plausibility.YES : Plausibility.UNDECIDED;
        }
        if (cut.answer != Cut.Answer.WHOLE) {
          return Plausibility.NO;
        }
        at += cut.length;
        frames++;
      }
      return Plausibility.YES;
    }
  }

  static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LengthFraming framing
        && field.equals(framing.field)
        && counts == framing.counts
        && headerBytes == framing.headerBytes
        && Arrays.equals(magic, framing.magic)
        && content == framing.content;
  }

  @Override
  public int hashCode() {
    return field.hashCode();
  }
}

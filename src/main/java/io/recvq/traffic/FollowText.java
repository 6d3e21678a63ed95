package io.recvq.traffic;

import io.recvq.net.Direction;
import io.recvq.render.Escape;
import io.recvq.render.HexDump;
import io.recvq.render.Style;
import io.recvq.render.TextOut;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of one stream in both directions, as they became readable: as text, as hex, or as they
 * are.
 */
public final class FollowText implements DecodeView {
  private static final int BYTES_A_PIECE = 1 << 14;

  private final TextOut out;
  private final TextOut err;
  private final Style style;
  private final long stream;
  private final Form form;
  private Optional<Direction> last = Optional.empty();

  /** The beginning of a character whose rest has not come yet. */
  private byte[] begun = {};

  private final MissingBytes missing = new MissingBytes();
  private boolean found;

  /** How bytes are shown. */
  public enum Form {
    TEXT,
    HEX,
    RAW
  }

  /** Follows one stream by its number, from 0; gaps are told on the second output. */
  public FollowText(TextOut out, TextOut err, Style style, long stream, Form form) {
    this.out = out;
    this.err = err;
    this.style = style;
    this.stream = stream;
    this.form = form;
  }

  @Override
  public void opened(DecodedStream opened) {
    found |= opened.tcp().number() == stream;
  }

  @Override
  public void finish(DecodeSummary summary) {
    endCharacter();
    missing.tell(err);
    if (!found) {
      err.println(
          "recvq: no stream "
              + stream
              + " here; there are "
              + summary.streams
              + ", the first is 0 (recvq decode --streams lists them)");
    }
  }

  @Override
  public void bytes(
      DecodedStream source, Direction direction, long offset, ByteBuffer buffer, int from, int to) {
    if (source.tcp().number() != stream) {
      return;
    }
    for (int at = from; at < to; at += BYTES_A_PIECE) {
      byte[] piece = new byte[Math.min(BYTES_A_PIECE, to - at)];
      buffer.get(at, piece);
      show(source, direction, offset + at - from, piece);
    }
  }

  private void show(DecodedStream source, Direction direction, long offset, byte[] bytes) {
    switch (form) {
      case RAW -> out.write(bytes, 0, bytes.length);
      case HEX -> {
        heading(source, direction, offset);
        HexDump.lines(ByteBuffer.wrap(bytes), offset).forEach(out::println);
      }
      case TEXT -> {
        heading(source, direction, offset);
        byte[] all = join(begun, bytes);
        int whole = all.length - Utf8Tail.length(all);
        begun = Arrays.copyOfRange(all, whole, all.length);
        text(Arrays.copyOf(all, whole));
      }
    }
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  /** What was begun never became a character. */
  private void endCharacter() {
    text(begun);
    begun = new byte[0];
  }

  private void heading(DecodedStream source, Direction direction, long offset) {
    if (last.isPresent() && last.get() == direction) {
      return;
    }
    endCharacter();
    last = Optional.of(direction);
    String ends = source.from(direction) + " → " + source.to(direction);
    String title = "── " + source.role(direction) + " side, " + ends + ", offset " + offset;
    out.println(source.isRequest(direction) ? style.cyan(title) : style.yellow(title));
  }

  /** A line for each line of the text; its control characters are shown as escapes. */
  private void text(byte[] bytes) {
    int from = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length ? from < i : bytes[i] == '\n') {
        int end = i > from && bytes[i - 1] == '\r' ? i - 1 : i;
        byte[] line = new byte[end - from];
        System.arraycopy(bytes, from, line, 0, line.length);
        out.println(Escape.bytes(line));
        from = i + 1;
      }
    }
  }

  @Override
  public void gap(DecodedStream source, Direction direction, long offset, long size) {
    if (source.tcp().number() != stream) {
      return;
    }
    if (form == Form.RAW) {
      missing.gap(source, direction, offset, size);
    } else {
      heading(source, direction, offset);
      endCharacter();
      out.println(style.red("[" + size + " bytes are missing from the capture]"));
    }
  }
}

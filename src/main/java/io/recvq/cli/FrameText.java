package io.recvq.cli;

import io.recvq.net.Direction;
import io.recvq.protocol.Frame;
import io.recvq.protocol.Malformed;
import io.recvq.render.DisplayWidth;
import io.recvq.render.Escape;
import io.recvq.render.LineBuilder;
import io.recvq.render.Style;
import io.recvq.render.TextOut;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.Segment;
import java.nio.ByteBuffer;

/** The default view: a line a frame. */
final class FrameText implements DecodeView {
  /** Content is shown up to so many bytes; {@code --json} has all of it. */
  private static final int PREVIEW_BYTES = 120;

  private final TextOut out;
  private final Style style;
  private final LineBuilder line = new LineBuilder();
  private final Clock clock = new Clock();
  private int endpointWidth = "127.0.0.1:65535".length();
  private int streamWidth = 1;

  /** Seconds since the capture's first packet. */
  static final class Clock {
    private long startNanos = CapturedPacket.NO_TIME;

    void see(long timeNanos) {
      if (startNanos == CapturedPacket.NO_TIME) {
        startNanos = timeNanos;
      }
    }

    /** Adds seconds with six digits, or a dash where there is no time. */
    void append(LineBuilder line, long timeNanos, int width) {
      if (timeNanos == CapturedPacket.NO_TIME || startNanos == CapturedPacket.NO_TIME) {
        line.spaces(width - 1).ascii('-');
        return;
      }
      long micros = (timeNanos - startNanos) / 1000;
      boolean before = micros < 0;
      long all = Math.abs(micros);
      long seconds = all / 1_000_000;
      int used = LineBuilder.digitsOf(seconds) + 7 + (before ? 1 : 0);
      line.spaces(width - used).text(before ? "-" : "");
      line.number(seconds).ascii('.').digits(all % 1_000_000, 6);
    }
  }

  FrameText(TextOut out, Style style) {
    this.out = out;
    this.style = style;
  }

  @Override
  public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
    clock.see(segment.timeNanos());
  }

  @Override
  public void frame(DecodedStream stream, Direction direction, Frame frame) {
    start(stream, direction);
    role(stream.role(direction));
    line.right(frame.length(), 6).text(" B  ");
    String type = frame.header().contentType();
    line.text(Escape.text(type)).spaces(2);
    preview(frame);
    line.writeTo(out);
  }

  private void role(String role) {
    line.text(style.cyan(role)).spaces(8 - role.length());
  }

  private void start(DecodedStream stream, Direction direction) {
    clock.append(line, stream.timeNanos(), 10);
    long number = stream.tcp().number();
    streamWidth = Math.max(streamWidth, LineBuilder.digitsOf(number));
    line.spaces(2).right(number, streamWidth).spaces(2);
    String from = stream.from(direction);
    String to = stream.to(direction);
    endpointWidth = Math.max(endpointWidth, Math.max(from.length(), to.length()));
    line.spaces(endpointWidth - from.length()).text(from).text(" → ").left(to, endpointWidth);
    line.spaces(2);
  }

  private void preview(Frame frame) {
    ByteBuffer content = frame.content();
    int shown = Math.min(content.remaining(), PREVIEW_BYTES);
    boolean whole = shown == content.remaining();
    if (!line.printable(content, 0, shown)) {
      String text = frame.isJson() ? previewOfText(frame) : previewOfBytes(content, shown);
      line.text(text);
      whole &= !frame.isJson() || !text.endsWith("…");
    }
    if (!whole) {
      line.text(style.dim(" … " + frame.contentLength() + " B"));
    }
  }

  private static String previewOfText(Frame frame) {
    return frame.contentLength() > 16 * PREVIEW_BYTES
        ? shorten(Escape.bytes(firstBytes(frame.content(), PREVIEW_BYTES)))
        : shorten(Escape.text(frame.contentJson()));
  }

  private static String previewOfBytes(ByteBuffer content, int count) {
    return shorten(Escape.bytes(firstBytes(content, count)));
  }

  private static byte[] firstBytes(ByteBuffer content, int count) {
    byte[] bytes = new byte[Math.min(count, content.remaining())];
    content.get(content.position(), bytes);
    return bytes;
  }

  /** At most so many columns, never half a character. */
  private static String shorten(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      columns += DisplayWidth.of(c);
      if (columns > PREVIEW_BYTES) {
        return text.substring(0, i) + "…";
      }
      i += Character.charCount(c);
    }
    return text;
  }

  @Override
  public void malformed(DecodedStream stream, Direction direction, Malformed malformed) {
    start(stream, direction);
    line.text(style.red("malformed " + malformed.reason().word()));
    line.text(" at offset ").number(malformed.offset()).text(": ");
    line.text(Escape.text(malformed.detail()));
    line.writeTo(out);
  }
}

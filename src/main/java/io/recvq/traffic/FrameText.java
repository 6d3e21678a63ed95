package io.recvq.traffic;

import io.recvq.net.Direction;
import io.recvq.protocol.Frame;
import io.recvq.protocol.Malformed;
import io.recvq.render.Escape;
import io.recvq.render.LineBuilder;
import io.recvq.render.Style;
import io.recvq.render.TextOut;
import io.recvq.wire.CapturedPacket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The default view: a line a frame. */
public final class FrameText implements DecodeView {
  /** Content is shown up to here; {@code --json} has all of it. */
  private static final int PREVIEW_COLUMNS = 100;

  private static final int PREVIEW_BYTES = 4 * PREVIEW_COLUMNS;

  /** Types whose text is kept; most traffic has a handful, a hostile peer as many as it likes. */
  private static final int KNOWN_TYPES = 64;

  private final TextOut out;
  private final Style style;
  private final LineBuilder line = new LineBuilder();
  private final Clock clock = new Clock();
  private int endpointWidth = "127.0.0.1:65535".length();
  private int streamWidth = 1;
  private final Map<DecodedStream, Place> places = new HashMap<>();
  private final byte[] content = new byte[PREVIEW_BYTES];
  private final Map<String, byte[]> types = new HashMap<>();
  private final byte[] more;

  /** What stands in the lines of a stream, for the widths that columns had then. */
  private static final class Place {
    private final byte[] forward;
    private final byte[] reverse;
    private final int streamWidth;
    private final int endpointWidth;

    Place(byte[] forward, byte[] reverse, int streamWidth, int endpointWidth) {
      this.forward = forward;
      this.reverse = reverse;
      this.streamWidth = streamWidth;
      this.endpointWidth = endpointWidth;
    }
  }

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

  /** Lines go to the output, coloured by the style. */
  public FrameText(TextOut out, Style style) {
    this.out = out;
    this.style = style;
    this.more = style.dim(" …").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void began(long nanos) {
    clock.see(nanos);
  }

  @Override
  public void opened(DecodedStream stream) {
    streamWidth = Math.max(streamWidth, LineBuilder.digitsOf(stream.tcp().number()));
    int first = stream.from(Direction.FORWARD).length();
    int second = stream.from(Direction.REVERSE).length();
    endpointWidth = Math.max(endpointWidth, Math.max(first, second));
  }

  @Override
  public void closed(DecodedStream stream) {
    places.remove(stream);
  }

  @Override
  public void frame(DecodedStream stream, Direction direction, Frame frame) {
    clock.append(line, stream.timeNanos(), 10);
    line.bytes(place(stream, direction)).spaces(1).right(frame.length(), 5).bytes(type(frame));
    if (frame.contentLength() > 0) {
      line.spaces(2);
    }
    preview(frame);
    line.writeTo(out);
  }

  /** Stream, ends and role: the same for every frame of a direction, so made once. */
  private byte[] place(DecodedStream stream, Direction direction) {
    Place place = places.get(stream);
    if (place == null || place.streamWidth != streamWidth || place.endpointWidth != endpointWidth) {
      byte[] lineSoFar = line.take();
      place =
          new Place(
              ends(stream, Direction.FORWARD).take(),
              ends(stream, Direction.REVERSE).take(),
              streamWidth,
              endpointWidth);
      places.put(stream, place);
      line.bytes(lineSoFar);
    }
    return direction == Direction.FORWARD ? place.forward : place.reverse;
  }

  private LineBuilder ends(DecodedStream stream, Direction direction) {
    place(line, stream, direction);
    String role = stream.role(direction);
    return line.text(style.cyan(role)).spaces(8 - role.length());
  }

  private void place(LineBuilder into, DecodedStream stream, Direction direction) {
    into.spaces(2).right(stream.tcp().number(), streamWidth).spaces(2);
    String from = stream.from(direction);
    into.spaces(endpointWidth - from.length()).text(from);
    into.text(" → ").left(stream.to(direction), endpointWidth).spaces(2);
  }

  private byte[] type(Frame frame) {
    String summary = frame.summary();
    String type = summary.isEmpty() ? frame.header().contentType() : summary;
    byte[] text = types.get(type);
    if (text == null) {
      text = (" B  " + Escape.text(type)).getBytes(StandardCharsets.UTF_8);
      if (types.size() == KNOWN_TYPES) {
        types.clear();
      }
      types.put(type, text);
    }
    return text;
  }

  private void preview(Frame frame) {
    int shown;
    if (isUtf8(frame)) {
      int count = Math.min(frame.contentLength(), PREVIEW_BYTES);
      frame.copyContent(content, count);
      shown = line.foreign(content, count, PREVIEW_COLUMNS);
    } else {
      byte[] text = firstChars(frame.contentText()).getBytes(StandardCharsets.UTF_8);
      shown =
          line.foreign(text, text.length, PREVIEW_COLUMNS) == text.length
              ? frame.contentLength()
              : 0;
    }
    if (shown < frame.contentLength()) {
      line.bytes(more);
    }
  }

  private static String firstChars(String text) {
    return text.substring(0, Math.min(text.length(), PREVIEW_BYTES));
  }

  /** All but JSON in another encoding; that is one for which no byte can be shown as it is. */
  private static boolean isUtf8(Frame frame) {
    String encoding = frame.header().contentEncoding();
    return !frame.isJson() || encoding.equals("utf-8") || encoding.equalsIgnoreCase("utf-8");
  }

  @Override
  public void malformed(DecodedStream stream, Direction direction, Malformed malformed) {
    clock.append(line, stream.timeNanos(), 10);
    place(line, stream, direction);
    line.text(style.red("malformed " + malformed.reason().word()));
    line.text(" at offset ").number(malformed.offset()).text(": ");
    line.text(Escape.text(malformed.detail()));
    line.writeTo(out);
  }
}

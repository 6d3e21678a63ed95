package io.recvq.traffic;

import io.recvq.flow.Note;
import io.recvq.flow.TcpStream;
import io.recvq.net.Direction;
import io.recvq.protocol.Frame;
import io.recvq.protocol.Malformed;
import io.recvq.render.DisplayWidth;
import io.recvq.render.Escape;
import io.recvq.render.Style;
import io.recvq.render.TextOut;
import io.recvq.render.Times;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The exchange as arrows between two columns, the client on the left: when each segment was seen,
 * its flags and relative sequence numbers, what is remarkable, and the frames that it completed.
 */
public final class LadderText implements DecodeView {
  private static final int TIME_COLUMNS = 11;
  private static final int LEAST_ARROW_COLUMNS = 40;

  /** Of an arrow without its label: two at its end, a space on both sides, one and the head. */
  private static final int LEAST_SHAFT_COLUMNS = 6;

  private static final int PREVIEW_CHARS = 400;

  private final TextOut out;
  private final Style style;
  private final int arrowColumns;
  private @Nullable DecodedStream shown;
  private long startNanos = CapturedPacket.NO_TIME;
  private long lastNanos;

  /**
   * Lines go to the output, as wide as the columns.
   *
   * @param columns the width of a line
   */
  public LadderText(TextOut out, Style style, int columns) {
    this.out = out;
    this.style = style;
    this.arrowColumns = Math.max(LEAST_ARROW_COLUMNS, columns - TIME_COLUMNS - 4);
  }

  @Override
  public void began(long nanos) {
    startNanos = nanos;
  }

  @Override
  public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
    if (shown == null) {
      lastNanos = segment.timeNanos();
    }
    heading(stream);
    String label = label(stream.tcp(), direction, segment);
    String remarks = notes == 0 ? "" : " [" + String.join("] [", Note.labels(notes)) + "]";
    boolean fits = label.length() + remarks.length() <= arrowColumns - LEAST_SHAFT_COLUMNS;
    String shown = fits && notes != 0 ? highlighted(remarks, notes) : "";
    int width = label.length() + (fits ? remarks.length() : 0);
    String arrow = arrow(label + shown, width, stream.isRequest(direction));
    out.println(time(segment.timeNanos()) + " │" + arrow + "│");
    if (!fits && notes != 0) {
      beside(stream, direction, remarks.strip(), text -> highlighted(text, notes));
    }
    lastNanos = segment.timeNanos();
  }

  private void heading(DecodedStream stream) {
    if (stream == shown) {
      return;
    }
    if (shown != null) {
      out.println();
    }
    shown = stream;
    Direction client = stream.tcp().client();
    String left = stream.from(client);
    String right = stream.from(client.opposite());
    String title = "stream " + stream.tcp().number();
    int inner = Math.max(1, arrowColumns + 2 - left.length() - right.length());
    out.println(
        " ".repeat(Math.max(0, TIME_COLUMNS - title.length()))
            + style.bold(title)
            + " "
            + style.cyan(left)
            + " ".repeat(inner)
            + style.cyan(right));
  }

  /** Seconds since the start; a pause of a fifth of a second or more is worth a look. */
  private String time(long nanos) {
    if (nanos == CapturedPacket.NO_TIME || startNanos == CapturedPacket.NO_TIME) {
      return " ".repeat(TIME_COLUMNS - 1) + "-";
    }
    long pause = nanos - lastNanos;
    if (pause >= 200_000_000L) {
      String words = "· " + Times.human(Duration.ofNanos(pause)) + " pass";
      out.println(" ".repeat(TIME_COLUMNS) + " │  " + style.dim(words) + fill(words) + "│");
    }
    long micros = (nanos - startNanos) / 1000;
    String text = micros / 1_000_000 + "." + sixDigits(Math.abs(micros % 1_000_000));
    return " ".repeat(Math.max(0, TIME_COLUMNS - text.length())) + text;
  }

  private static String sixDigits(long micros) {
    String digits = Long.toString(micros);
    return "0".repeat(6 - digits.length()) + digits;
  }

  private String fill(String inside) {
    return " ".repeat(Math.max(0, arrowColumns - 2 - DisplayWidth.of(inside)));
  }

  /** What the segment says; the window is left out where the arrow is too short for it. */
  private String label(TcpStream tcp, Direction direction, Segment segment) {
    StringBuilder label = new StringBuilder(TcpFlags.names(segment.flags()));
    label.append(" Seq=").append(tcp.relativeSeq(segment, direction));
    if (segment.has(TcpFlags.ACK)) {
      label.append(" Ack=").append(tcp.relativeAck(segment, direction));
    }
    if (segment.payloadLength() > 0) {
      label.append(" Len=").append(segment.payloadLength());
    }
    String window = " Win=" + tcp.windowBytes(direction);
    boolean fits = label.length() + window.length() <= arrowColumns - LEAST_SHAFT_COLUMNS;
    return fits ? label + window : label.toString();
  }

  private String arrow(String label, int width, boolean toRight) {
    String shaft = "─".repeat(Math.max(1, arrowColumns - width - LEAST_SHAFT_COLUMNS + 1));
    String inside = " " + label + " ";
    return toRight ? "──" + inside + shaft + "▶" : "◀" + shaft + inside + "──";
  }

  private String highlighted(String remarks, int notes) {
    boolean stuck = Note.ZERO_WINDOW.in(notes) || Note.WINDOW_FULL.in(notes);
    return stuck ? style.red(remarks) : style.yellow(remarks);
  }

  @Override
  public void frame(DecodedStream stream, Direction direction, Frame frame) {
    String content = Escape.text(head(frame));
    String summary = frame.isJson() ? "" : Escape.text(frame.summary()) + "  ";
    String what = stream.role(direction) + " " + frame.length() + " B  " + summary.stripLeading();
    beside(stream, direction, shorten(what + content, arrowColumns - 4), style::bold);
  }

  private static String head(Frame frame) {
    String text = frame.isJson() ? frame.contentJson() : frame.contentText();
    return text.substring(0, Math.min(PREVIEW_CHARS, text.length()));
  }

  @Override
  public void malformed(DecodedStream stream, Direction direction, Malformed malformed) {
    String words = "malformed " + malformed.reason().word() + " at offset " + malformed.offset();
    beside(stream, direction, words, style::red);
  }

  /** A remark at the side of its sender. */
  private void beside(
      DecodedStream stream, Direction direction, String text, UnaryOperator<String> color) {
    heading(stream);
    String padding = fill(text);
    String colored = color.apply(text);
    boolean left = stream.isRequest(direction);
    out.println(
        " ".repeat(TIME_COLUMNS)
            + " │"
            + (left ? "  " + colored + padding : padding + colored + "  ")
            + "│");
  }

  private static String shorten(String text, int columns) {
    int used = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      used += DisplayWidth.of(c);
      if (used > columns - 1) {
        return text.substring(0, i) + "…";
      }
      i += Character.charCount(c);
    }
    return text;
  }
}

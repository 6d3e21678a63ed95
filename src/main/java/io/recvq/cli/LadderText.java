package io.recvq.cli;

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
import org.jspecify.annotations.Nullable;

/**
 * The exchange as arrows between two columns, the client on the left: when each segment was seen,
 * its flags and relative sequence numbers, what is remarkable, and the frames that it completed.
 */
final class LadderText implements DecodeView {
  private static final int TIME_COLUMNS = 11;
  private static final int LEAST_ARROW_COLUMNS = 40;
  private static final int PREVIEW_CHARS = 400;

  private final TextOut out;
  private final Style style;
  private final int arrowColumns;
  private @Nullable DecodedStream shown;
  private long startNanos = CapturedPacket.NO_TIME;
  private long lastNanos;

  /**
   * @param columns the width of a line
   */
  LadderText(TextOut out, Style style, int columns) {
    this.out = out;
    this.style = style;
    this.arrowColumns = Math.max(LEAST_ARROW_COLUMNS, columns - TIME_COLUMNS - 4);
  }

  @Override
  public void opened(DecodedStream stream) {
    if (startNanos == CapturedPacket.NO_TIME) {
      startNanos = stream.tcp().firstNanos();
    }
  }

  @Override
  public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
    if (shown == null) {
      lastNanos = segment.timeNanos();
    }
    heading(stream);
    String label = label(stream.tcp(), direction, segment);
    out.println(
        time(segment.timeNanos()) + " │" + arrow(label, notes, stream.isRequest(direction)) + "│");
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

  private static String label(TcpStream tcp, Direction direction, Segment segment) {
    StringBuilder label = new StringBuilder(TcpFlags.names(segment.flags()));
    label.append(" Seq=").append(tcp.relativeSeq(segment, direction));
    if (segment.has(TcpFlags.ACK)) {
      label.append(" Ack=").append(tcp.relativeAck(segment, direction));
    }
    if (segment.payloadLength() > 0) {
      label.append(" Len=").append(segment.payloadLength());
    }
    return label.append(" Win=").append(tcp.windowBytes(direction)).toString();
  }

  private String arrow(String label, int notes, boolean toRight) {
    String remarks = notes == 0 ? "" : " [" + String.join("] [", Note.labels(notes)) + "]";
    int rest = arrowColumns - label.length() - remarks.length() - 5;
    String shaft = "─".repeat(Math.max(1, rest));
    String inside = " " + label + (notes == 0 ? "" : highlighted(remarks, notes)) + " ";
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
    beside(stream, direction, shorten(what + content, arrowColumns - 4), false);
  }

  private static String head(Frame frame) {
    String text = frame.isJson() ? frame.contentJson() : frame.contentText();
    return text.substring(0, Math.min(PREVIEW_CHARS, text.length()));
  }

  @Override
  public void malformed(DecodedStream stream, Direction direction, Malformed malformed) {
    String words = "malformed " + malformed.reason().word() + " at offset " + malformed.offset();
    beside(stream, direction, words, true);
  }

  /** A remark at the side of its sender. */
  private void beside(DecodedStream stream, Direction direction, String text, boolean bad) {
    heading(stream);
    String padding = fill(text);
    String colored = bad ? style.red(text) : style.bold(text);
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

package io.recvq.view;

import io.recvq.render.DisplayWidth;
import io.recvq.render.Escape;
import io.recvq.render.Sparkline;
import io.recvq.render.Style;
import io.recvq.sockets.Owner;
import io.recvq.sockets.SocketRow;
import io.recvq.view.WatchFrame.Line;
import io.recvq.view.WatchFrame.Mark;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of the full-screen view: a heading and the rows in view. Where the screen is too narrow
 * for all columns, the rates and the sparkline, which the details have too, give way to the
 * process.
 */
final class WatchTable {
  private static final String LOCAL = "Local Address";
  private static final String REMOTE = "Foreign Address";
  private static final int PROTO = 5;
  private static final int QUEUE = 8;
  private static final int STATE = 11;
  private static final int RATE = 11;
  private static final int SPARK = 16;
  private static final int MOST_PROCESS = 24;

  private final Style style;
  private final List<Line> visible;
  private final int local;
  private final int remote;
  private final boolean rates;
  private final boolean spark;

  /**
   * A table for a screen.
   *
   * @param columns width of the screen
   * @param visible the rows in view
   */
  WatchTable(Style style, int columns, List<Line> visible) {
    this.style = style;
    this.visible = visible;
    int here = LOCAL.length();
    int there = REMOTE.length();
    int process = "Process".length();
    for (Line line : visible) {
      here = Math.max(here, DisplayWidth.of(Escape.text(line.row().localText())));
      there = Math.max(there, DisplayWidth.of(Escape.text(line.row().remoteText())));
      process = Math.max(process, DisplayWidth.of(process(line.row())));
    }
    this.local = here;
    this.remote = there;
    int always = 2 + PROTO + 2 * QUEUE + 1 + local + 1 + remote + 1 + STATE + 1;
    int left = columns - always - Math.min(process, MOST_PROCESS);
    this.rates = left >= 2 * RATE;
    this.spark = left >= 2 * RATE + 1 + SPARK;
  }

  /** The heading and the rows; the chosen one, by its index, stands out. */
  List<String> text(int chosen) {
    List<String> text = new ArrayList<>();
    text.add(style.bold(heading()));
    for (int i = 0; i < visible.size(); i++) {
      String line = row(visible.get(i));
      text.add(i == chosen ? inverse(line) : colored(visible.get(i).mark(), line));
    }
    return text;
  }

  private String heading() {
    return "  Proto  Recv-Q  Send-Q "
        + left(LOCAL, local)
        + " "
        + left(REMOTE, remote)
        + " "
        + left("State", STATE)
        + (rates ? right("in/s", RATE) + right("out/s", RATE) : "")
        + (spark ? " " + left("Queues", SPARK) : "")
        + " Process";
  }

  private String row(Line line) {
    SocketRow row = line.row();
    return line.mark().sign()
        + " "
        + left(row.protoName(), PROTO)
        + right(queue(row.recvQ()), QUEUE)
        + right(queue(row.sendQ()), QUEUE)
        + " "
        + left(Escape.text(row.localText()), local)
        + " "
        + left(Escape.text(row.remoteText()), remote)
        + " "
        + left(row.stateName(), STATE)
        + (rates
            ? right(rate(line.inPerSecond()), RATE) + right(rate(line.outPerSecond()), RATE)
            : "")
        + (spark ? " " + left(Sparkline.of(line.queues(), SPARK), SPARK) : "")
        + " "
        + process(row);
  }

  private String colored(Mark mark, String line) {
    return switch (mark) {
      case SAME -> line;
      case OPENED -> style.green(line);
      case CHANGED -> style.yellow(line);
      case CLOSED -> style.red(line);
    };
  }

  private String inverse(String line) {
    return style.colored() ? "\u001b[7m" + line + "\u001b[0m" : ">" + line.substring(1);
  }

  /** The first process that holds the socket, and how many more do. */
  static String process(SocketRow row) {
    return switch (row.owners().kind()) {
      case HELD -> {
        List<Owner> owners = row.owners().owners();
        Owner first = owners.get(0);
        String more = owners.size() > 1 ? " +" + (owners.size() - 1) : "";
        yield Escape.text(first.process()) + "/" + first.pid() + more;
      }
      case NOT_PERMITTED -> "not permitted";
      case NONE, NOT_ASKED -> "-";
    };
  }

  private static String queue(long value) {
    return value == SocketRow.UNKNOWN ? "-" : Long.toString(value);
  }

  /** Bytes a second; nothing where they are not known. */
  static String rate(double perSecond) {
    return perSecond < 0 ? "" : perSecond < 0.5 ? "0" : TcpInfoText.rate(Math.round(perSecond));
  }

  private static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - DisplayWidth.of(text)));
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}

package io.recvq.cli;

import io.recvq.render.DisplayWidth;
import io.recvq.render.Escape;
import io.recvq.render.Sparkline;
import io.recvq.render.Style;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Owner;
import io.recvq.sockets.SocketMemory;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One frame of the full-screen view as lines: totals, the table around the selected row, the
 * selected row's details, and a line of keys or a question.
 *
 * @param title what is shown and how, as filter and order
 * @param bottom the keys, a question, or what went wrong
 */
record WatchFrame(
    Style style,
    int rows,
    String title,
    SocketTotals totals,
    List<Line> lines,
    int selected,
    boolean details,
    String bottom) {

  private static final int SPARK = 16;
  private static final int DETAIL_LINES = 5;

  /** How a row differs from the reading before. */
  enum Mark {
    SAME(' '),
    OPENED('+'),
    CHANGED('~'),
    CLOSED('-');

    private final char sign;

    Mark(char sign) {
      this.sign = sign;
    }
  }

  /**
   * A row with its past.
   *
   * @param inPerSecond bytes received a second; negative where it is not known
   * @param outPerSecond bytes acknowledged by the peer a second, likewise
   * @param queues sums of both queues over time, the latest last
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Line(SocketRow row, Mark mark, double inPerSecond, double outPerSecond, double[] queues) {}

  /** How many rows of the table fit. */
  static int tableRows(int rows, boolean details) {
    return Math.max(1, rows - 4 - (details ? DETAIL_LINES + 1 : 0));
  }

  List<String> text() {
    List<String> text = new ArrayList<>();
    text.add(style.bold("recvq sockets") + "  " + title);
    text.add(
        totals.endpoints()
            + " endpoints  "
            + totals.established()
            + " established  "
            + totals.listening()
            + " listening  "
            + totals.timeWait()
            + " time wait  "
            + totals.closeWait()
            + " close wait  Recv-Q "
            + totals.recvQ()
            + "  Send-Q "
            + totals.sendQ());
    int fit = tableRows(rows, details);
    int top = Math.max(0, Math.min(selected - fit / 2, lines.size() - fit));
    List<Line> visible = lines.subList(top, Math.min(lines.size(), top + fit));
    table(visible, selected - top, text);
    while (text.size() < 3 + fit) {
      text.add("");
    }
    if (details) {
      text.addAll(detailLines());
    }
    text.add(bottom);
    return text;
  }

  private void table(List<Line> visible, int chosen, List<String> text) {
    int local = "Local Address".length();
    int remote = "Foreign Address".length();
    for (Line line : visible) {
      local = Math.max(local, DisplayWidth.of(Escape.text(line.row().localText())));
      remote = Math.max(remote, DisplayWidth.of(Escape.text(line.row().remoteText())));
    }
    text.add(
        style.bold(
            "  Proto  Recv-Q  Send-Q "
                + left("Local Address", local)
                + " "
                + left("Foreign Address", remote)
                + " State       "
                + "     in/s     out/s "
                + left("Queues", SPARK)
                + " Process"));
    for (int i = 0; i < visible.size(); i++) {
      String line = line(visible.get(i), local, remote);
      text.add(i == chosen ? inverse(line) : colored(visible.get(i).mark(), line));
    }
  }

  private static String line(Line line, int local, int remote) {
    SocketRow row = line.row();
    return line.mark().sign
        + " "
        + left(row.protoName(), 5)
        + right(queue(row.recvQ()), 8)
        + right(queue(row.sendQ()), 8)
        + " "
        + left(Escape.text(row.localText()), local)
        + " "
        + left(Escape.text(row.remoteText()), remote)
        + " "
        + left(row.stateName(), 11)
        + right(rate(line.inPerSecond()), 10)
        + right(rate(line.outPerSecond()), 10)
        + " "
        + left(Sparkline.of(line.queues(), SPARK), SPARK)
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

  private List<String> detailLines() {
    List<String> text = new ArrayList<>();
    text.add(style.dim("─".repeat(40)));
    if (selected < lines.size()) {
      SocketRow row = lines.get(selected).row();
      text.add(
          Escape.text(row.localText() + " → " + row.remoteText())
              + "  "
              + row.stateName()
              + meaning(row));
      if (row instanceof InetRow inet && inet.tcp().isPresent()) {
        text.addAll(TcpInfoText.lines(inet, inet.tcp().get()));
      }
      Optional<SocketMemory> memory = SocketsText.memoryOf(row);
      memory.ifPresent(m -> text.add(SocketsText.memoryLine(row, m)));
      text.add("uid " + row.uid() + "  inode " + row.inode() + "  held by " + process(row));
    }
    while (text.size() < DETAIL_LINES + 1) {
      text.add("");
    }
    return text.subList(0, DETAIL_LINES + 1);
  }

  private static String meaning(SocketRow row) {
    return row.state() == SocketState.LISTEN
        ? "  (Recv-Q: waiting to be accepted, Send-Q: backlog)"
        : "";
  }

  private static String process(SocketRow row) {
    return switch (row.owners().kind()) {
      case HELD -> {
        Owner first = row.owners().owners().get(0);
        yield Escape.text(first.process()) + "/" + first.pid();
      }
      case NOT_PERMITTED -> "not permitted";
      case NONE, NOT_ASKED -> "-";
    };
  }

  private static String queue(long value) {
    return value == SocketRow.UNKNOWN ? "-" : Long.toString(value);
  }

  private static String rate(double perSecond) {
    return perSecond < 0 ? "" : perSecond < 0.5 ? "0" : TcpInfoText.rate(Math.round(perSecond));
  }

  private static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - DisplayWidth.of(text)));
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}

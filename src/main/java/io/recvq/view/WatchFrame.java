package io.recvq.view;

import io.recvq.render.Escape;
import io.recvq.render.Sparkline;
import io.recvq.render.Style;
import io.recvq.render.TextWrap;
import io.recvq.sockets.InetRow;
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
 * @param columns width of the screen; what does not fit is left out whole where it can be
 * @param title what is shown and how, as filter and order
 * @param bottom the keys, a question, or what went wrong
 */
public record WatchFrame(
    Style style,
    int columns,
    int rows,
    String title,
    SocketTotals totals,
    List<Line> lines,
    int selected,
    boolean details,
    String bottom) {

  private static final int MOST_DETAIL_LINES = 8;
  private static final String GAP = "  ";

  /** How a row differs from the reading before. */
  public enum Mark {
    SAME(' '),
    OPENED('+'),
    CHANGED('~'),
    CLOSED('-');

    private final char sign;

    Mark(char sign) {
      this.sign = sign;
    }

    char sign() {
      return sign;
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
  public record Line(
      SocketRow row, Mark mark, double inPerSecond, double outPerSecond, double[] queues) {}

  /** How many rows of the table fit. */
  public static int tableRows(int rows, boolean details) {
    return Math.max(1, rows - 4 - (details ? detailLines(rows) + 1 : 0));
  }

  private static int detailLines(int rows) {
    return Math.min(MOST_DETAIL_LINES, Math.max(2, rows / 3));
  }

  /** The lines of the whole screen. */
  public List<String> text() {
    List<String> text = new ArrayList<>();
    text.add(style.bold("recvq sockets") + GAP + title);
    text.add(totalsLine());
    int fit = tableRows(rows, details);
    int top = Math.max(0, Math.min(selected - fit / 2, lines.size() - fit));
    List<Line> visible = lines.subList(top, Math.min(lines.size(), top + fit));
    text.addAll(new WatchTable(style, columns, visible).text(selected - top));
    while (text.size() < 3 + fit) {
      text.add("");
    }
    if (details) {
      addDetails(text);
    }
    text.add(bottom);
    return text;
  }

  /** The sums, the ones that matter most first, as many as fit. */
  private String totalsLine() {
    StringBuilder line = new StringBuilder();
    add(line, totals.endpoints() + " endpoints");
    add(line, totals.established() + " established");
    add(line, "Recv-Q " + totals.recvQ());
    add(line, "Send-Q " + totals.sendQ());
    addIfAny(line, totals.closeWait(), " close wait");
    addIfAny(line, totals.listening(), " listening");
    addIfAny(line, totals.timeWait(), " time wait");
    return line.toString();
  }

  private void addIfAny(StringBuilder line, long count, String of) {
    if (count > 0) {
      add(line, count + of);
    }
  }

  private void add(StringBuilder line, String part) {
    String gap = line.isEmpty() ? "" : GAP;
    if (line.length() + gap.length() + part.length() <= columns) {
      line.append(gap).append(part);
    }
  }

  private void addDetails(List<String> text) {
    text.add(style.dim("─".repeat(columns)));
    List<String> all = selected < lines.size() ? details(lines.get(selected)) : List.of();
    for (int i = 0; i < detailLines(rows); i++) {
      text.add(i < all.size() ? all.get(i) : "");
    }
  }

  private List<String> details(Line line) {
    SocketRow row = line.row();
    List<String> text = new ArrayList<>();
    text.add(
        Escape.text(row.localText() + " → " + row.remoteText())
            + GAP
            + row.stateName()
            + meaning(row));
    text.add("held by " + WatchTable.process(row) + maker(row));
    if (line.inPerSecond() >= 0) {
      text.add(
          "in "
              + WatchTable.rate(line.inPerSecond())
              + ", out "
              + WatchTable.rate(line.outPerSecond())
              + ", queues "
              + Sparkline.of(line.queues(), Math.max(1, columns / 2)));
    }
    Optional<SocketMemory> memory = SocketsText.memoryOf(row);
    memory.ifPresent(m -> text.add(SocketsText.memoryLine(row, m)));
    if (row instanceof InetRow inet && inet.tcp().isPresent()) {
      text.addAll(TextWrap.items(TcpInfoText.path(inet, inet.tcp().get()), columns));
      text.addAll(TextWrap.items(TcpInfoText.work(inet, inet.tcp().get()), columns));
    }
    return text;
  }

  private static String maker(SocketRow row) {
    return row.hasInode()
        ? (row.uid() < 0 ? "" : ", uid " + row.uid()) + ", inode " + row.inode()
        : "";
  }

  private static String meaning(SocketRow row) {
    return row.state() == SocketState.LISTEN
        ? "  (Recv-Q: waiting to be accepted, Send-Q: backlog)"
        : "";
  }
}

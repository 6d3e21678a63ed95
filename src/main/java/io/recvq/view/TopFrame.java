package io.recvq.view;

import io.recvq.diagnose.Verdict;
import io.recvq.render.DisplayWidth;
import io.recvq.render.Escape;
import io.recvq.render.FillBar;
import io.recvq.render.Numbers;
import io.recvq.render.Style;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketMemory;
import io.recvq.sockets.SocketState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One frame of the dashboard as lines: a title, the rows around the selected one, what limits
 * connections, what happened lately, and a line of keys or a question.
 *
 * @param title what is shown and how
 * @param frames how many frames passed
 * @param lower what stands below the table
 * @param bottom the keys, a question, or what was done
 */
public record TopFrame(
    Style style,
    int columns,
    int height,
    String title,
    List<TopRow> rows,
    int selected,
    long frames,
    List<String> events,
    Lower lower,
    String bottom) {

  private static final int QUEUE = 8;
  private static final int STATE = 11;
  private static final int RATE = 10;
  private static final int LEAST_BAR = 6;
  private static final int MOST_BAR = 24;
  private static final int WIDE = 110;

  /** What stands below the table. */
  public enum Lower {
    /** Findings and events. */
    FINDINGS,
    /** All about the selected row. */
    DETAILS,
    HELP
  }

  /** In sixty columns. */
  private static final List<String> HELP =
      List.of(
          "Recv-Q waits for the program, Send-Q for the peer's ACK;",
          "a bar is full when the buffer that the kernel granted is.",
          "↑ ↓ PgUp PgDn select   Enter details   o order   p pause",
          "q closes this help, then leaves",
          "In a shell: s stall or resume   r reset (RST)   x close, end",
          "            e effects, as delay=200ms@response, or none");

  /** How many lines the lower part takes. */
  static int lowerLines(int height) {
    return Math.max(3, height / 3);
  }

  /** How many rows of the table fit. */
  public static int tableRows(int height) {
    return Math.max(1, height - 4 - lowerLines(height));
  }

  /** The lines of the whole screen. */
  public List<String> text() {
    List<String> text = new ArrayList<>();
    text.add(style.bold("top") + " of " + title);
    text.add(totals());
    text.add(heading());
    int fit = tableRows(height);
    int top = Math.max(0, Math.min(selected - fit / 2, rows.size() - fit));
    for (int i = top; i < Math.min(rows.size(), top + fit); i++) {
      text.add(line(rows.get(i), i == selected));
    }
    while (text.size() < 3 + fit) {
      text.add("");
    }
    List<String> below =
        switch (lower) {
          case FINDINGS -> findings();
          case DETAILS -> details();
          case HELP -> HELP;
        };
    int room = height - text.size() - 2;
    text.add(style.dim("─".repeat(columns)));
    for (int i = 0; i < room; i++) {
      text.add(i < below.size() ? below.get(i) : "");
    }
    text.add(bottom);
    return text;
  }

  private String totals() {
    long connections = rows.stream().filter(TopRow::below).filter(TopFrame::isConnection).count();
    long bad = rows.stream().filter(TopRow::isBad).count();
    long recvQ = rows.stream().mapToLong(row -> queue(row, true)).sum();
    long sendQ = rows.stream().mapToLong(row -> queue(row, false)).sum();
    String limited = bad == 0 ? "none limited" : style.yellow(bad + " limited");
    return connections
        + (connections == 1 ? " connection, " : " connections, ")
        + limited
        + "  Recv-Q "
        + Numbers.grouped(recvQ)
        + "  Send-Q "
        + Numbers.grouped(sendQ)
        + (frames > 0 ? "  " + Numbers.grouped(frames) + " frames" : "");
  }

  private static boolean isConnection(TopRow row) {
    return row.row().isPresent() && !isListener(row);
  }

  private static boolean isListener(TopRow row) {
    return row.row().filter(r -> r.state() == SocketState.LISTEN).isPresent();
  }

  private static long queue(TopRow row, boolean receive) {
    return row.row().isEmpty() || isListener(row)
        ? 0
        : receive ? row.row().get().recvQ() : row.row().get().sendQ();
  }

  private boolean isWide() {
    return columns >= WIDE;
  }

  /** How wide a bar is; 0 where there is no room for bars beside whole peers. */
  private int bar() {
    int room = (columns - fixed(textWidth())) / 2 - 1;
    return room < LEAST_BAR ? 0 : Math.min(MOST_BAR, room);
  }

  /** The columns of a row without its bars when the peer takes so many. */
  private int fixed(int text) {
    int rates = isWide() ? 2 * RATE + 1 : 0;
    return nameWidth() + 1 + text + 1 + STATE + 2 * (1 + QUEUE) + rates;
  }

  private int nameWidth() {
    int width = 6;
    for (TopRow row : rows) {
      if (row.below()) {
        width = Math.max(width, 2 + DisplayWidth.of(row.name()));
      }
    }
    return Math.min(12, width);
  }

  /** Peers are shown whole, before bars, and only where that does not help their end is cut. */
  private int textWidth() {
    int width = 10;
    for (TopRow row : rows) {
      if (row.below()) {
        width = Math.max(width, DisplayWidth.of(row.text()));
      }
    }
    return Math.max(10, Math.min(width, columns - fixed(0)));
  }

  private String heading() {
    String noBar = " ".repeat(bar());
    String queues = queue("Recv-Q", noBar) + queue("Send-Q", noBar);
    return style.bold(
        left("Name", nameWidth())
            + " "
            + left("Peer", textWidth())
            + " "
            + left("State", STATE)
            + queues
            + (isWide() ? right("in/s", RATE + 1) + right("out/s", RATE) : ""));
  }

  private String line(TopRow row, boolean chosen) {
    String plain = row.below() ? connection(row) : group(row);
    if (chosen) {
      String marked = left(plain, columns);
      return style.colored() ? "\u001b[7m" + marked + "\u001b[0m" : ">" + plain.substring(1);
    }
    return row.isBad() ? style.yellow(plain) : row.below() ? plain : style.cyan(plain);
  }

  private String group(TopRow row) {
    String queue = row.row().map(r -> "  " + waiting(r)).orElse("");
    String note = row.note().isEmpty() ? "" : "  " + row.note();
    return left(row.name(), nameWidth()) + " " + Escape.text(row.text()) + note + queue;
  }

  private String connection(TopRow row) {
    String start =
        left("  " + row.name(), nameWidth()) + " " + clipped(Escape.text(row.text()), textWidth());
    if (row.row().isEmpty()) {
      return start + " gone";
    }
    InetRow inet = row.row().get();
    if (inet.state() == SocketState.LISTEN) {
      return start + " " + left(inet.stateName(), STATE) + "  " + waiting(inet);
    }
    Optional<SocketMemory> memory = inet.memory();
    String receive = bar(inet.recvQ(), memory.map(SocketMemory::receiveLimit).orElse(0L));
    String send = bar(inet.sendQ(), memory.map(SocketMemory::sendLimit).orElse(0L));
    String rates =
        isWide()
            ? right(rate(row.inPerSecond()), RATE + 1) + right(rate(row.outPerSecond()), RATE)
            : "";
    return start
        + " "
        + left(inet.stateName(), STATE)
        + queue(Long.toString(inet.recvQ()), receive)
        + queue(Long.toString(inet.sendQ()), send)
        + rates;
  }

  private String bar(long bytes, long granted) {
    return bar() == 0 ? "" : FillBar.of(bytes, granted, bar());
  }

  private static String queue(String bytes, String bar) {
    return " " + right(bytes, QUEUE) + (bar.isEmpty() ? "" : " " + bar);
  }

  /** A listener's columns: connections to be accepted, and the backlog. */
  private static String waiting(InetRow row) {
    return row.recvQ() + row.ofBacklog() + " waiting";
  }

  private static String rate(double perSecond) {
    return perSecond < 0 ? "" : perSecond < 0.5 ? "0" : TcpInfoText.rate(Math.round(perSecond));
  }

  /** What limits connections, each sentence once, and then the latest events. */
  private List<String> findings() {
    Set<String> found = new LinkedHashSet<>();
    for (TopRow row : rows) {
      if (row.isBad()) {
        found.add(Escape.text(row.verdict().orElseThrow().summary()));
      }
    }
    List<String> lines = new ArrayList<>();
    int room = lowerLines(height) - 1;
    int most = events.isEmpty() ? room : Math.max(1, room / 2);
    found.stream().limit(most).forEach(sentence -> lines.add(style.red("! ") + sentence));
    if (found.isEmpty()) {
      lines.add(style.green("nothing limits a connection"));
    }
    int left = Math.max(0, room - lines.size());
    events.subList(Math.max(0, events.size() - left), events.size()).forEach(lines::add);
    return lines;
  }

  private List<String> details() {
    List<String> lines = new ArrayList<>();
    if (selected >= rows.size()) {
      return lines;
    }
    TopRow row = rows.get(selected);
    if (row.row().isEmpty()) {
      lines.add(row.name() + "  " + Escape.text(row.text()) + "  " + row.note());
      return lines;
    }
    InetRow inet = row.row().get();
    lines.add(row.name() + "  " + inet.localText() + " → " + inet.remoteText() + "  " + row.note());
    if (row.verdict().isPresent()) {
      Verdict verdict = row.verdict().get();
      String summary = Escape.text(verdict.summary());
      lines.add(verdict.isBad() ? style.red(summary) : style.green(summary));
      verdict.evidence().forEach(evidence -> lines.add("  - " + Escape.text(evidence)));
    }
    inet.tcp().ifPresent(tcp -> lines.addAll(TcpInfoText.lines(inet, tcp)));
    return lines;
  }

  private static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - DisplayWidth.of(text)));
  }

  private static String clipped(String text, int width) {
    return left(io.recvq.render.Clip.to(text, width), width);
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}

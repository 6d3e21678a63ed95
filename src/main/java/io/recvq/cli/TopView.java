package io.recvq.cli;

import io.recvq.render.Screen;
import io.recvq.render.Style;
import io.recvq.sockets.InetRow;
import io.recvq.view.TopFrame;
import io.recvq.view.TopRow;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The dashboard on a screen. */
final class TopView extends FullScreenView {
  private static final String KEYS =
      "q quit  ? help  ↑↓ select  Enter details  s stall  e effect  r reset  x close  o order";
  private static final String READ_KEYS =
      "q quit  ? help  ↑↓ select  Enter details  o order  p pause";

  /** How the connections of a group are ordered. */
  private enum Order {
    NAME,
    RECVQ,
    SENDQ,
    IN,
    OUT;

    /** What the rows are ordered by, the largest first. */
    private long key(TopRow row) {
      return switch (this) {
        case NAME -> 0;
        case RECVQ -> -row.row().map(InetRow::recvQ).orElse(0L);
        case SENDQ -> -row.row().map(InetRow::sendQ).orElse(0L);
        case IN -> -(long) row.inPerSecond();
        case OUT -> -(long) row.outPerSecond();
      };
    }
  }

  private final TopSource source;
  private TopSource.Picture picture = TopSource.Picture.NONE;
  private List<TopRow> rows = List.of();
  private int selected;
  private Order order = Order.NAME;
  private TopFrame.Lower lower = TopFrame.Lower.FINDINGS;

  TopView(Screen screen, Style style, StopSignal stop, Duration interval, TopSource source) {
    super(screen, style, stop, interval);
    this.source = source;
  }

  @Override
  void refresh() throws IOException {
    String name = chosen();
    picture = source.read();
    sort();
    keep(name);
    if (rows.isEmpty()) {
      mention(style.dim("nothing runs here yet: serve KIND ADDR &, connect ADDR; q quits"));
    }
  }

  /** Orders the connections below each group. */
  private void sort() {
    List<TopRow> sorted = new ArrayList<>();
    List<TopRow> below = new ArrayList<>();
    Comparator<TopRow> comparator = Comparator.comparingLong(order::key);
    for (TopRow row : picture.rows()) {
      if (!row.below()) {
        below.sort(comparator);
        sorted.addAll(below);
        below.clear();
        sorted.add(row);
      } else {
        below.add(row);
      }
    }
    below.sort(comparator);
    sorted.addAll(below);
    rows = sorted;
  }

  private String chosen() {
    return selected < rows.size() ? identity(rows.get(selected)) : "";
  }

  private static String identity(TopRow row) {
    return row.name() + " " + (row.below() ? row.text() : "");
  }

  private void keep(String identity) {
    for (int i = 0; i < rows.size(); i++) {
      if (identity(rows.get(i)).equals(identity)) {
        selected = i;
        return;
      }
    }
    selected = Math.max(0, Math.min(selected, rows.size() - 1));
  }

  @Override
  List<String> frame(String bottom) {
    String title =
        source.title()
            + "  by "
            + order.name().toLowerCase(Locale.ROOT)
            + (isPaused() ? "  PAUSED" : "");
    return new TopFrame(
            style,
            screen.columns(),
            screen.rows(),
            title,
            rows,
            selected,
            picture.frames(),
            picture.events(),
            lower,
            bottom)
        .text();
  }

  @Override
  String keys() {
    return source.isSteerable() ? KEYS : READ_KEYS;
  }

  @Override
  int page() {
    return TopFrame.tableRows(screen.rows());
  }

  @Override
  void move(int by) {
    selected = Math.max(0, Math.min(selected + by, rows.size() - 1));
  }

  @Override
  boolean typed(Screen.Key key) throws IOException {
    if (key.kind() == Screen.Kind.ESCAPE) {
      lower = TopFrame.Lower.FINDINGS;
    }
    switch (key.kind() == Screen.Kind.ENTER ? '\n' : key.character()) {
      case '\n' -> toggle(TopFrame.Lower.DETAILS);
      case '?', 'h' -> toggle(TopFrame.Lower.HELP);
      case 'o' -> {
        List<Order> all = Arrays.asList(Order.values());
        order = all.get((all.indexOf(order) + 1) % all.size());
        refresh();
      }
      case 's' -> stall();
      case 'e' -> effect();
      case 'r' -> asked("reset", "Its peer gets a RST.");
      case 'x' -> asked("close", "");
      default -> {
        return key.kind() != Screen.Kind.CHARACTER;
      }
    }
    return true;
  }

  @Override
  boolean back() {
    boolean help = lower == TopFrame.Lower.HELP;
    if (help) {
      lower = TopFrame.Lower.FINDINGS;
    }
    return help;
  }

  private void toggle(TopFrame.Lower other) {
    lower = lower == other ? TopFrame.Lower.FINDINGS : other;
  }

  private void stall() throws IOException {
    if (selected < rows.size()) {
      TopRow row = rows.get(selected);
      boolean stalled = group().note().startsWith("stalled");
      act(stalled ? "resume" : "stall", row.name(), List.of());
    }
  }

  /** The group that the selected row belongs to. */
  private TopRow group() {
    int at = selected;
    while (at > 0 && rows.get(at).below()) {
      at--;
    }
    return rows.get(at);
  }

  private void effect() throws IOException {
    if (selected < rows.size() && source.isSteerable()) {
      String name = rows.get(selected).name();
      String now = group().note().replace("stalled", "").replace(",", "").strip();
      Optional<String> text = ask("effects of " + name + " (none ends them)", now);
      if (text.isPresent() && !text.get().isEmpty()) {
        act("effect", name, List.of(text.get().split("\\s+")));
      }
    }
  }

  private void asked(String word, String consequence) throws IOException {
    if (selected < rows.size() && source.isSteerable()) {
      String name = rows.get(selected).name();
      if (confirm(word + " " + name + "? " + consequence)) {
        act(word, name, List.of());
      } else {
        say(style.dim("left as it is"));
      }
    } else {
      act(word, "", List.of());
    }
  }

  private void act(String word, String name, List<String> rest) throws IOException {
    List<String> words = new ArrayList<>(List.of(word, name));
    words.addAll(rest);
    try {
      say(source.act(words));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    refresh();
  }
}

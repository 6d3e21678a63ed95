package io.recvq.cli;

import io.recvq.net.OperationException;
import io.recvq.render.Screen;
import io.recvq.render.Style;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.Filter;
import io.recvq.sockets.FilterParser;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.Proto;
import io.recvq.sockets.SocketOrder;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketTotals;
import io.recvq.sockets.TableChanges;
import io.recvq.sys.Users;
import io.recvq.view.RowPast;
import io.recvq.view.WatchFrame;
import io.recvq.view.WatchFrame.Line;
import io.recvq.view.WatchFrame.Mark;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The full-screen view of the socket table. The whole table is read without details at each
 * interval; TCP's numbers are asked for only of the rows in view.
 */
final class SocketsWatch extends FullScreenView {
  private static final String KEYS =
      "q quit  ↑↓ select  Enter details  s sort  r reverse  / filter  p pause  k close";

  private static final List<SocketOrder> ORDERS =
      List.of(
          SocketOrder.RECVQ,
          SocketOrder.SENDQ,
          SocketOrder.LOCAL,
          SocketOrder.REMOTE,
          SocketOrder.STATE,
          SocketOrder.PROCESS);

  private final Users users;
  private SocketSelection selection;
  private String filterText;

  /** What was typed as a filter and could not be read; the next question starts with it. */
  private String draft = "";

  private Map<Object, SocketRow> before = Map.of();
  private final Map<Object, RowPast> pasts = new HashMap<>();
  private List<Line> lines = List.of();
  private SocketTotals totals = SocketTotals.NONE;
  private @Nullable Object selected;
  private SocketOrder order;
  private boolean reversed;
  private boolean details = true;
  private boolean first = true;

  SocketsWatch(
      Screen screen,
      Style style,
      StopSignal stop,
      Users users,
      Duration interval,
      SocketSelection selection,
      String filterText,
      SocketOrder order) {
    super(screen, style, stop, interval);
    this.users = users;
    this.selection = selection;
    this.filterText = filterText;
    this.order = order;
  }

  @Override
  void refresh() throws OperationException {
    SocketSelection.Chosen chosen = selection.read();
    Map<Object, SocketRow> now = TableChanges.index(chosen.rows());
    TableChanges changes = TableChanges.between(before, now);
    Map<Object, Mark> marks = new HashMap<>();
    if (!first) {
      changes.opened().forEach(row -> marks.put(TableChanges.identity(row), Mark.OPENED));
    }
    changes.changed().forEach(c -> marks.put(TableChanges.identity(c.now()), Mark.CHANGED));
    List<SocketRow> rows = new ArrayList<>(now.values());
    changes.closed().forEach(row -> marks.put(TableChanges.identity(row), Mark.CLOSED));
    rows.addAll(changes.closed());
    keepOwners(rows, now);
    findOwners(rows, now);
    Comparator<SocketRow> comparator =
        order
            .comparator()
            .thenComparing(SocketOrder.LOCAL.comparator())
            .thenComparing(SocketOrder.REMOTE.comparator());
    rows.sort(reversed ? comparator.reversed() : comparator);
    pasts.keySet().retainAll(marks.isEmpty() ? now.keySet() : identities(rows));
    List<Line> fresh = new ArrayList<>(rows.size());
    for (SocketRow row : rows) {
      Object identity = TableChanges.identity(row);
      RowPast past = pasts.computeIfAbsent(identity, i -> new RowPast());
      past.queue(row);
      fresh.add(line(row, marks.getOrDefault(identity, Mark.SAME), past));
    }
    lines = fresh;
    totals = SocketTotals.of(chosen.rows());
    before = now;
    first = false;
    if (!chosen.limits().isEmpty()) {
      mention(style.yellow(chosen.limits().get(0)));
    }
  }

  private static java.util.Set<Object> identities(List<SocketRow> rows) {
    java.util.Set<Object> identities = new java.util.HashSet<>();
    rows.forEach(row -> identities.add(TableChanges.identity(row)));
    return identities;
  }

  /** Rows keep the owners that were found for them, as long as the socket is the same. */
  private void keepOwners(List<SocketRow> rows, Map<Object, SocketRow> now) {
    for (int i = 0; i < rows.size(); i++) {
      SocketRow row = rows.get(i);
      Object identity = TableChanges.identity(row);
      SocketRow old = before.get(identity);
      if (old != null
          && old.inode() == row.inode()
          && row.owners().kind() == Ownership.Kind.NOT_ASKED) {
        SocketRow owned = row.withOwners(old.owners());
        rows.set(i, owned);
        now.replace(identity, owned);
      }
    }
  }

  /** To be ordered by their owners, all rows need them, not only those in view. */
  private void findOwners(List<SocketRow> rows, Map<Object, SocketRow> now) {
    List<SocketRow> unowned = new ArrayList<>();
    for (SocketRow row : rows) {
      if (row.owners().kind() == Ownership.Kind.NOT_ASKED) {
        unowned.add(row);
      }
    }
    if (!order.asksOwners() || unowned.isEmpty()) {
      return;
    }
    Map<Object, SocketRow> owned = TableChanges.index(selection.finder().withOwners(unowned));
    for (int i = 0; i < rows.size(); i++) {
      Object identity = TableChanges.identity(rows.get(i));
      SocketRow row = owned.get(identity);
      if (row != null) {
        rows.set(i, row);
        now.replace(identity, row);
      }
    }
  }

  private static Line line(SocketRow row, Mark mark, RowPast past) {
    return new Line(row, mark, past.in(), past.out(), past.queues());
  }

  @Override
  List<String> frame(String bottom) throws OperationException {
    int index = selectedIndex();
    int fit = WatchFrame.tableRows(screen.rows(), details);
    int top = Math.max(0, Math.min(index - fit / 2, lines.size() - fit));
    int visible = Math.min(lines.size(), top + fit);
    if (!isPaused()) {
      look(top, visible);
    }
    String title =
        (filterText.isEmpty() ? "all" : filterText)
            + "  by "
            + order.name().toLowerCase(Locale.ROOT)
            + (reversed ? ", reversed" : "")
            + (isPaused() ? "  PAUSED" : "");
    return new WatchFrame(
            style, screen.columns(), screen.rows(), title, totals, lines, index, details, bottom)
        .text();
  }

  /** Asks for the details and owners of the rows in view. */
  private void look(int top, int end) throws OperationException {
    List<SocketRow> unowned = new ArrayList<>();
    List<Line> changed = new ArrayList<>(lines);
    for (int i = top; i < end; i++) {
      Line line = changed.get(i);
      if (line.row() instanceof InetRow inet
          && inet.proto() == Proto.TCP
          && inet.isConnected()
          && line.mark() != Mark.CLOSED) {
        changed.set(i, withDetails(line, inet));
      }
      if (changed.get(i).row().owners().kind() == Ownership.Kind.NOT_ASKED) {
        unowned.add(changed.get(i).row());
      }
    }
    if (!unowned.isEmpty()) {
      Map<Object, SocketRow> owned = TableChanges.index(selection.finder().withOwners(unowned));
      for (int i = top; i < end; i++) {
        Line line = changed.get(i);
        Object identity = TableChanges.identity(line.row());
        SocketRow row = owned.get(identity);
        if (row != null) {
          changed.set(
              i,
              new Line(row, line.mark(), line.inPerSecond(), line.outPerSecond(), line.queues()));
          before.replace(identity, row);
        }
      }
    }
    lines = changed;
  }

  private Line withDetails(Line line, InetRow row) throws OperationException {
    ConnectionSample sample = selection.table().connection(row.local(), row.remote());
    Optional<InetRow> near = sample.near();
    RowPast past = pasts.get(TableChanges.identity(row));
    if (near.isEmpty() || near.get().tcp().isEmpty() || past == null) {
      return line;
    }
    past.counters(sample.atNanos(), near.get());
    return new Line(
        near.get().withOwners(row.owners()), line.mark(), past.in(), past.out(), line.queues());
  }

  private int selectedIndex() {
    for (int i = 0; i < lines.size() && selected != null; i++) {
      if (TableChanges.identity(lines.get(i).row()).equals(selected)) {
        return i;
      }
    }
    return 0;
  }

  private void select(int index) {
    if (!lines.isEmpty()) {
      int at = Math.max(0, Math.min(index, lines.size() - 1));
      selected = TableChanges.identity(lines.get(at).row());
    }
  }

  @Override
  String keys() {
    return KEYS;
  }

  @Override
  int page() {
    return WatchFrame.tableRows(screen.rows(), details);
  }

  @Override
  void move(int rows) {
    select(Math.max(0, Math.min(selectedIndex() + rows, lines.size() - 1)));
  }

  @Override
  boolean typed(Screen.Key key) throws IOException {
    switch (key.kind() == Screen.Kind.ENTER ? '\n' : key.character()) {
      case '\n' -> details = !details;
      case 's' -> {
        order = ORDERS.get((ORDERS.indexOf(order) + 1) % ORDERS.size());
        refresh();
      }
      case 'r' -> {
        reversed = !reversed;
        refresh();
      }
      case '/' -> {
        Optional<String> text = ask("filter", draft.isEmpty() ? filterText : draft);
        if (text.isPresent()) {
          apply(text.get());
        }
      }
      case 'k' -> askClose();
      default -> {
        return key.kind() != Screen.Kind.CHARACTER;
      }
    }
    return true;
  }

  private void apply(String text) throws OperationException {
    try {
      Filter filter = FilterParser.parse(List.of(text), users::uid);
      selection =
          new SocketSelection(
              selection.table(),
              selection.finder(),
              SocketsCommand.narrowed(selection.query(), filter),
              filter,
              selection.owners());
      filterText = text;
      draft = "";
      first = true;
      before = Map.of();
      refresh();
    } catch (IllegalArgumentException e) {
      draft = text;
      say(style.red(String.valueOf(e.getMessage())));
    }
  }

  private void askClose() throws IOException {
    int index = selectedIndex();
    if (index >= lines.size()
        || !(lines.get(index).row() instanceof InetRow row)
        || row.proto() == Proto.RAW) {
      say(style.dim("only TCP and UDP sockets can be closed from here"));
      return;
    }
    String question =
        "close " + row.localText() + " → " + row.remoteText() + "? Both ends get an error.";
    if (confirm(question)) {
      close(row);
    } else {
      say(style.dim("not closed"));
    }
  }

  private void close(InetRow row) {
    try {
      selection.table().destroy(row);
      say(style.green("closed " + row.localText() + " → " + row.remoteText()));
    } catch (OperationException e) {
      say(style.red(e.getMessage()));
    }
  }
}

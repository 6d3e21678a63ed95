package io.recvq.cli;

import io.recvq.lab.HandListener;
import io.recvq.lab.Hosted;
import io.recvq.lab.Lab;
import io.recvq.lab.Member;
import io.recvq.lab.Queues;
import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.render.DisplayWidth;
import io.recvq.render.Escape;
import io.recvq.render.JsonLines;
import io.recvq.render.Numbers;
import io.recvq.render.Style;
import io.recvq.render.Table;
import io.recvq.render.Table.Column;
import io.recvq.sockets.InetRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The named endpoints as a table and as JSON. */
final class EndpointList {
  private final List<Item> items;

  private EndpointList(List<Item> items) {
    this.items = List.copyOf(items);
  }

  /**
   * A line.
   *
   * @param what the command, by hand, or empty for a connection of the line above
   * @param address where it listens, where there is no row
   */
  private record Item(
      String name,
      String what,
      String address,
      Optional<InetRow> row,
      String note,
      boolean below) {}

  /** Looks at these members now. */
  static EndpointList of(Lab lab, List<Member> members) throws OperationException {
    List<Item> items = new ArrayList<>();
    for (Member member : members) {
      if (member instanceof HandListener listener) {
        items.add(listening(lab, listener, listener.address(), listener.endpoint(), ""));
      } else if (member instanceof Hosted hosted) {
        hosted(lab, hosted, items);
      } else {
        connections(lab, member, items);
      }
    }
    return new EndpointList(items);
  }

  private static void hosted(Lab lab, Hosted hosted, List<Item> items) throws OperationException {
    Optional<String> address = hosted.control().address();
    String effects = LoopCall.effects(hosted);
    if (address.isPresent()) {
      items.add(listening(lab, hosted, address.get(), hosted.control().endpoint(), effects));
    } else {
      items.add(new Item(hosted.name(), hosted.what(), "", Optional.empty(), effects, false));
    }
    connections(lab, hosted, items);
  }

  private static Item listening(
      Lab lab, Member member, String address, Optional<Endpoint> endpoint, String note)
      throws OperationException {
    Optional<InetRow> row = Optional.empty();
    if (endpoint.isPresent()) {
      row = Queues.listener(lab, member.name(), endpoint.get()).own().map(Queues.Row::row);
    }
    return new Item(member.name(), member.what(), address, row, note, false);
  }

  private static void connections(Lab lab, Member member, List<Item> items)
      throws OperationException {
    for (Member.Named named : Lab.connectionsOf(member)) {
      Optional<InetRow> row = Optional.empty();
      if (named.ends().isPresent()) {
        row = Queues.of(lab, named.name(), named.ends().get()).own().map(Queues.Row::row);
      }
      boolean below = !named.name().equals(member.name());
      String moved =
          "in " + Numbers.grouped(named.bytesIn()) + " out " + Numbers.grouped(named.bytesOut());
      items.add(new Item(named.name(), below ? "" : member.what(), "", row, moved, below));
    }
  }

  /** How much of each member stands in its row; the rest has a line of its own below. */
  private enum Layout {
    WHOLE,
    NOTES_BELOW,
    WHAT_AND_NOTES_BELOW
  }

  /**
   * The table; where it is wider than this many columns, bytes and effects have lines of their own,
   * and so has what runs where that is not enough.
   */
  List<String> lines(Style style, int columns) {
    List<String> lines = List.of();
    for (Layout layout : Layout.values()) {
      lines = lines(style, layout);
      if (lines.stream().allMatch(line -> DisplayWidth.of(line) <= columns)) {
        return lines;
      }
    }
    return lines;
  }

  private List<String> lines(Style style, Layout layout) {
    List<String> rows = table(style, layout).lines(style);
    List<String> lines = new ArrayList<>(rows.subList(0, 1));
    for (int i = 0; i < items.size(); i++) {
      lines.add(rows.get(i + 1));
      String below = below(items.get(i), layout);
      if (!below.isEmpty()) {
        lines.add("      " + below);
      }
    }
    return lines;
  }

  private static String below(Item item, Layout layout) {
    return switch (layout) {
      case WHOLE -> "";
      case NOTES_BELOW -> item.note();
      case WHAT_AND_NOTES_BELOW -> (Escape.text(item.what()) + "  " + item.note()).strip();
    };
  }

  private Table table(Style style, Layout layout) {
    List<Column> columns = new ArrayList<>(List.of(Column.text("Name")));
    if (layout != Layout.WHAT_AND_NOTES_BELOW) {
      columns.add(Column.text("Runs"));
    }
    columns.addAll(
        List.of(
            Column.number("Recv-Q"),
            Column.number("Send-Q"),
            Column.text("Local Address"),
            Column.text("Foreign Address"),
            Column.text("State")));
    if (layout == Layout.WHOLE) {
      columns.add(Column.text("Bytes, effects"));
    }
    Table table = new Table(columns);
    for (Item item : items) {
      table.row(cells(style, item, layout));
    }
    return table;
  }

  private static List<String> cells(Style style, Item item, Layout layout) {
    Optional<InetRow> row = item.row();
    List<String> cells = new ArrayList<>();
    cells.add(style.cyan((item.below() ? "  " : "") + item.name()));
    if (layout != Layout.WHAT_AND_NOTES_BELOW) {
      cells.add(Escape.text(item.what()));
    }
    cells.add(row.map(r -> String.valueOf(r.recvQ())).orElse(""));
    cells.add(row.map(r -> String.valueOf(r.sendQ())).orElse(""));
    cells.add(row.map(InetRow::localText).orElse(item.address()));
    cells.add(row.map(InetRow::remoteText).orElse(""));
    cells.add(row.map(InetRow::stateName).orElse(""));
    if (layout == Layout.WHOLE) {
      cells.add(item.note());
    }
    return cells;
  }

  void json(JsonLines json) {
    for (Item item : items) {
      json.begin("endpoint").put("name", item.name());
      if (!item.what().isEmpty()) {
        json.put("runs", item.what());
      }
      if (item.row().isPresent()) {
        InetRow row = item.row().get();
        json.put("local", row.localText())
            .put("remote", row.remoteText())
            .put("state", row.stateName())
            .put("recvQ", row.recvQ())
            .put("sendQ", row.sendQ());
      } else if (!item.address().isEmpty()) {
        json.put("local", item.address());
      }
      json.put("note", item.note()).end();
    }
  }
}

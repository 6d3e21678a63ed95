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

  /**
   * The table; where it is wider than this many columns, bytes and effects have lines of their own.
   */
  List<String> lines(Style style, int columns) {
    List<String> whole = table(style, true).lines(style);
    if (whole.stream().allMatch(line -> DisplayWidth.of(line) <= columns)) {
      return whole;
    }
    List<String> narrow = table(style, false).lines(style);
    List<String> lines = new ArrayList<>(narrow.subList(0, 1));
    for (int i = 0; i < items.size(); i++) {
      lines.add(narrow.get(i + 1));
      if (!items.get(i).note().isEmpty()) {
        lines.add("      " + items.get(i).note());
      }
    }
    return lines;
  }

  private Table table(Style style, boolean notes) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.text("Name"),
                Column.text("Runs"),
                Column.number("Recv-Q"),
                Column.number("Send-Q"),
                Column.text("Local Address"),
                Column.text("Foreign Address"),
                Column.text("State")));
    if (notes) {
      columns.add(Column.text("Bytes, effects"));
    }
    Table table = new Table(columns);
    for (Item item : items) {
      List<String> cells = cells(style, item);
      table.row(notes ? cells : cells.subList(0, columns.size()));
    }
    return table;
  }

  private static List<String> cells(Style style, Item item) {
    Optional<InetRow> row = item.row();
    return List.of(
        style.cyan((item.below() ? "  " : "") + item.name()),
        Escape.text(item.what()),
        row.map(r -> String.valueOf(r.recvQ())).orElse(""),
        row.map(r -> String.valueOf(r.sendQ())).orElse(""),
        row.map(InetRow::localText).orElse(item.address()),
        row.map(InetRow::remoteText).orElse(""),
        row.map(InetRow::stateName).orElse(""),
        item.note());
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

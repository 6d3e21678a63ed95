package io.recvq.cli;

import io.recvq.render.Escape;
import io.recvq.render.JsonLines;
import io.recvq.render.Style;
import io.recvq.render.Table;
import io.recvq.render.Table.Column;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTotals;
import io.recvq.sockets.SocketTotals.Grouping;
import io.recvq.sys.Users;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts of sockets by state, process, peer, port or user, the largest first, and the totals. */
final class SocketGroups {
  private SocketGroups() {}

  static void write(
      CommandContext context,
      List<SocketRow> rows,
      Grouping grouping,
      Users users,
      boolean json,
      Style style) {
    List<Map.Entry<String, SocketTotals>> groups =
        new ArrayList<>(SocketTotals.by(rows, row -> key(row, grouping, users)).entrySet());
    groups.sort(
        Comparator.comparingLong((Map.Entry<String, SocketTotals> e) -> e.getValue().endpoints())
            .reversed()
            .thenComparing(Map.Entry::getKey));
    SocketTotals all = SocketTotals.of(rows);
    String by = grouping.name().toLowerCase(Locale.ROOT);
    if (json) {
      JsonLines lines = context.json();
      groups.forEach(e -> fields(lines.begin("group").put(by, e.getKey()), e.getValue()).end());
      fields(lines.begin("totals"), all).end();
    } else {
      text(groups, all, by, style).forEach(context.out()::println);
    }
  }

  static List<String> text(
      List<Map.Entry<String, SocketTotals>> groups, SocketTotals all, String by, Style style) {
    Table table =
        new Table(
            List.of(
                Column.text(Character.toUpperCase(by.charAt(0)) + by.substring(1)),
                Column.number("Endpoints"),
                Column.number("Established"),
                Column.number("Listening"),
                Column.number("Time Wait"),
                Column.number("Close Wait"),
                Column.number("Recv-Q"),
                Column.number("Send-Q")));
    groups.forEach(e -> table.row(cells(Escape.text(e.getKey()), e.getValue())));
    table.row(cells("total", all));
    return table.lines(style);
  }

  private static List<String> cells(String key, SocketTotals totals) {
    return List.of(
        key,
        "" + totals.endpoints(),
        "" + totals.established(),
        "" + totals.listening(),
        "" + totals.timeWait(),
        "" + totals.closeWait(),
        "" + totals.recvQ(),
        "" + totals.sendQ());
  }

  private static JsonLines fields(JsonLines json, SocketTotals totals) {
    return json.put("endpoints", totals.endpoints())
        .put("established", totals.established())
        .put("listening", totals.listening())
        .put("timeWait", totals.timeWait())
        .put("closeWait", totals.closeWait())
        .put("recvQ", totals.recvQ())
        .put("sendQ", totals.sendQ());
  }

  private static String key(SocketRow row, Grouping grouping, Users users) {
    return switch (grouping) {
      case STATE -> row.stateName();
      case PROCESS -> process(row);
      case USER -> row.hasInode() && row.uid() >= 0 ? users.name(row.uid()) : "-";
      case PEER ->
          row instanceof InetRow inet && inet.isConnected()
              ? inet.remote().address().toString()
              : "-";
      case PORT -> row instanceof InetRow inet ? port(inet) : "-";
    };
  }

  private static String process(SocketRow row) {
    return switch (row.owners().kind()) {
      case HELD -> {
        var first = row.owners().owners().get(0);
        yield first.process() + " (" + first.pid() + ")";
      }
      case NOT_PERMITTED -> "not permitted";
      case NONE, NOT_ASKED -> "-";
    };
  }

  /** A listener's own port; of a connection the lower one, which is nearly always the service. */
  private static String port(InetRow row) {
    int local = row.local().port();
    int remote = row.remote().port();
    boolean service = row.state() == SocketState.LISTEN || remote == 0 || local <= remote;
    return Integer.toString(service ? local : remote);
  }
}

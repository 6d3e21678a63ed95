package io.recvq.cli;

import io.recvq.render.Escape;
import io.recvq.render.JsonLines;
import io.recvq.render.Style;
import io.recvq.render.Table;
import io.recvq.render.Table.Column;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Owner;
import io.recvq.sockets.SocketPair;
import io.recvq.sockets.SocketRow;
import io.recvq.view.SocketsJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Connections with both their ends on one row. */
public final class SocketPairs {
  private SocketPairs() {}

  static void write(
      CommandContext context,
      List<SocketRow> rows,
      Collection<? extends SocketRow> table,
      boolean json,
      boolean owners,
      Style style) {
    List<SocketPair> pairs = SocketPair.of(rows, table);
    if (!json) {
      text(pairs, owners, style).forEach(context.out()::println);
      return;
    }
    JsonLines lines = context.json();
    for (SocketPair pair : pairs) {
      lines.begin("pair").object("near");
      SocketsJson.fields(lines, pair.near());
      lines.end();
      if (pair.far().isPresent()) {
        lines.object("far");
        SocketsJson.fields(lines, pair.far().get());
        lines.end();
      } else {
        lines.putNull("far");
      }
      lines.end();
    }
  }

  public static List<String> text(List<SocketPair> pairs, boolean owners, Style style) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.text("Proto"),
                Column.text("Near"),
                Column.number("Recv-Q"),
                Column.number("Send-Q"),
                Column.text("State"),
                Column.text("Far"),
                Column.number("Recv-Q"),
                Column.number("Send-Q"),
                Column.text("State")));
    if (owners) {
      columns.add(Column.text("Near process"));
      columns.add(Column.text("Far process"));
    }
    Table table = new Table(columns);
    for (SocketPair pair : pairs) {
      InetRow near = pair.near();
      Optional<InetRow> far = pair.far();
      List<String> cells =
          new ArrayList<>(
              List.of(
                  near.protoName(),
                  near.localText(),
                  count(near.recvQ(), style),
                  count(near.sendQ(), style),
                  near.stateName(),
                  near.remoteText(),
                  far.map(row -> count(row.recvQ(), style)).orElse("-"),
                  far.map(row -> count(row.sendQ(), style)).orElse("-"),
                  far.map(SocketRow::stateName).orElse("-")));
      if (owners) {
        cells.add(process(near));
        cells.add(far.map(SocketPairs::process).orElse("-"));
      }
      table.row(cells);
    }
    return table.lines(style);
  }

  private static String count(long value, Style style) {
    return value > 0 ? style.yellow(Long.toString(value)) : value < 0 ? "-" : "0";
  }

  private static String process(InetRow row) {
    return switch (row.owners().kind()) {
      case HELD -> {
        Owner first = row.owners().owners().get(0);
        yield first.pid() + "/" + Escape.text(first.process()) + " " + first.fd();
      }
      case NOT_PERMITTED -> "not permitted";
      case NONE, NOT_ASKED -> "-";
    };
  }
}

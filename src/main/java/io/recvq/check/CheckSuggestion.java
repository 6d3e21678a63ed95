package io.recvq.check;

import io.recvq.sockets.InetRow;
import io.recvq.sockets.Owner;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A check file of what listens on this machine now, as a start for one's own. */
public final class CheckSuggestion {
  private CheckSuggestion() {}

  /** The text of the file. Throws OperationException when the socket table cannot be read. */
  public static String ofThisMachine() throws IOException {
    TreeMap<Integer, InetRow> listeners = new TreeMap<>();
    try (SocketTable table = Machine.local().sockets()) {
      List<SocketRow> listening = new ArrayList<>();
      for (SocketRow row : table.snapshot(SocketQuery.TCP).rows()) {
        if (row instanceof InetRow inet && inet.state() == SocketState.LISTEN) {
          listening.add(inet);
        }
      }
      for (SocketRow row : Machine.local().owners().withOwners(listening)) {
        if (row instanceof InetRow inet) {
          listeners.putIfAbsent(inet.local().port(), inet);
        }
      }
    }
    StringBuilder text = new StringBuilder();
    text.append("# Run it: recvq check FILE. Its keys: recvq check --schema, docs/check.md\n");
    text.append("defaults:\n  timeout: 2s\n  retries: 1\n\nchecks:\n");
    listeners.values().forEach(row -> add(text, row));
    if (listeners.isEmpty()) {
      text.append("  - kind: ping\n    target: 127.0.0.1\n");
    }
    return text.toString();
  }

  private static void add(StringBuilder text, InetRow row) {
    int port = row.local().port();
    String host =
        row.local().address().isAny()
            ? row.local().address().v6() ? "[::1]" : "127.0.0.1"
            : row.local().address().v6()
                ? "[" + row.local().address() + "]"
                : row.local().address().toString();
    text.append("  - name: port ").append(port).append(" answers\n");
    text.append("    kind: tcp\n    target: \"")
        .append(host)
        .append(':')
        .append(port)
        .append("\"\n");
    Optional<Owner> owner = row.owners().owners().stream().findFirst();
    text.append("  - name: port ").append(port).append(" keeps up\n");
    text.append("    kind: socket\n    target: \"").append(port).append("\"\n");
    owner
        .map(Owner::process)
        .filter(name -> name.matches("[A-Za-z0-9_.+-]+"))
        .ifPresent(name -> text.append("    process: \"").append(name).append("\"\n"));
    text.append("    close-wait-growth: 0\n    for: 1s\n");
  }
}

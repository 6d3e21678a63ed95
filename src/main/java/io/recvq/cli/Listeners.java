package io.recvq.cli;

import io.recvq.net.OperationException;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Owner;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The TCP listeners of this machine, for completion. */
public final class Listeners {
  private Listeners() {}

  /**
   * Ports with a listener in ascending order, each with the process that holds it, or nothing where
   * that cannot be told; throws when the table is refused.
   */
  public static SortedMap<Integer, String> ports() throws OperationException {
    SortedMap<Integer, String> ports = new TreeMap<>();
    try (SocketTable table = Machine.local().sockets()) {
      List<SocketRow> listeners =
          table.snapshot(SocketQuery.TCP).rows().stream()
              .filter(row -> row.state() == SocketState.LISTEN)
              .toList();
      for (SocketRow row : Machine.local().owners().withOwners(listeners)) {
        if (row instanceof InetRow inet) {
          ports.put(inet.local().port(), holder(row.owners()));
        }
      }
    }
    return ports;
  }

  private static String holder(Ownership owners) {
    if (owners.kind() != Ownership.Kind.HELD) {
      return "";
    }
    Owner first = owners.owners().get(0);
    return first.process() + "/" + first.pid();
  }
}

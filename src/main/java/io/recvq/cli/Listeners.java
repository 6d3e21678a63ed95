package io.recvq.cli;

import io.recvq.net.OperationException;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketState;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.util.List;

/** The TCP listeners of this machine, for completion. */
public final class Listeners {
  private Listeners() {}

  /** Ports with a listener in ascending order, each once; throws when the table is refused. */
  public static List<Integer> ports() throws OperationException {
    try (SocketTable table = Machine.local().sockets()) {
      return table.snapshot(SocketQuery.TCP).rows().stream()
          .filter(InetRow.class::isInstance)
          .map(InetRow.class::cast)
          .filter(row -> row.state() == SocketState.LISTEN)
          .map(row -> row.local().port())
          .sorted()
          .distinct()
          .toList();
    }
  }
}

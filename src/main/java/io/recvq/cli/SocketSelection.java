package io.recvq.cli;

import io.recvq.net.OperationException;
import io.recvq.sockets.Filter;
import io.recvq.sockets.Snapshot;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketRow;
import io.recvq.sys.OwnerFinder;
import io.recvq.sys.SocketTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the table and chooses rows: the kernel leaves out what it can, the filter does the rest,
 * and owners are looked for only of rows that may be shown.
 *
 * @param owners whether the rows shall have their owners even if the filter does not ask
 */
record SocketSelection(
    SocketTable table, OwnerFinder finder, SocketQuery query, Filter filter, boolean owners) {

  /**
   * Rows that were chosen.
   *
   * @param table all that was read, for other ends of the same connections
   * @param limits what could not be told, in plain words
   */
  record Chosen(List<SocketRow> rows, Snapshot table, List<String> limits) {}

  /** Whether processes are looked for at each reading. */
  boolean needsOwners() {
    return owners || filter.asksOwners();
  }

  Chosen read() throws OperationException {
    Snapshot snapshot = table.snapshot(query);
    List<String> limits = new ArrayList<>(snapshot.limits());
    List<SocketRow> rows = finder.choose(snapshot.rows(), filter, owners, limits);
    return new Chosen(rows, snapshot, limits);
  }
}

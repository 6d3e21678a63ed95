package io.recvq.check;

import io.recvq.document.DocumentException;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Owner;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sockets of a local port: somebody listens, queues stay short, CLOSE_WAIT does not pile up.
 *
 * @param process the name of the process that should hold the listener
 * @param watched how long the queues and CLOSE_WAIT are looked at
 */
record SocketCheck(
    int port,
    Optional<String> process,
    Optional<Long> recvQBelow,
    Optional<Long> sendQBelow,
    Optional<Long> closeWaitGrowth,
    Duration watched)
    implements Check {
  private static final long SAMPLE_MILLIS = 100;

  static Check read(Fields fields) throws DocumentException {
    return new SocketCheck(
        fields.address("target").port(),
        fields.text("process"),
        fields.number("recv-q-below", 0, Long.MAX_VALUE),
        fields.number("send-q-below", 0, Long.MAX_VALUE),
        fields.number("close-wait-growth", 0, Long.MAX_VALUE),
        fields.duration("for").orElse(Duration.ZERO));
  }

  @Override
  public Outcome run(long deadlineNanos) throws IOException, InterruptedException {
    try (SocketTable table = Machine.local().sockets()) {
      List<InetRow> rows = rows(table);
      List<InetRow> listeners =
          rows.stream().filter(row -> row.state() == SocketState.LISTEN).toList();
      if (listeners.isEmpty()) {
        return Outcome.fail("nothing listens on port " + port);
      }
      if (process.isPresent()) {
        Outcome owned = owned(listeners, process.get());
        if (owned.status() != CheckStatus.PASS) {
          return owned;
        }
      }
      return watch(table, rows, deadlineNanos);
    }
  }

  private List<InetRow> rows(SocketTable table) throws IOException {
    List<InetRow> rows = new ArrayList<>();
    for (SocketRow row : table.snapshot(SocketQuery.tcpPort(port)).rows()) {
      if (row instanceof InetRow inet && inet.local().port() == port) {
        rows.add(inet);
      }
    }
    return rows;
  }

  private static Outcome owned(List<InetRow> listeners, String wanted) {
    List<String> owners = new ArrayList<>();
    boolean hidden = false;
    for (SocketRow row : Machine.local().owners().withOwners(listeners)) {
      if (row instanceof InetRow inet) {
        hidden |= inet.owners().kind() == io.recvq.sockets.Ownership.Kind.NOT_PERMITTED;
        inet.owners().owners().stream().map(Owner::process).forEach(owners::add);
      }
    }
    if (owners.isEmpty() && hidden) {
      return new Outcome(
          CheckStatus.ERROR, "the listener belongs to another user, whose processes are hidden");
    }
    return Outcome.of(owners.contains(wanted), "the listener is held by " + owners);
  }

  private Outcome watch(SocketTable table, List<InetRow> first, long deadlineNanos)
      throws IOException, InterruptedException {
    long closeWaitBefore = closeWait(first);
    long end = Math.min(System.nanoTime() + watched.toNanos(), deadlineNanos);
    List<InetRow> rows = first;
    while (true) {
      Optional<Outcome> bad = bad(rows, closeWaitBefore);
      if (bad.isPresent()) {
        return bad.get();
      }
      if (System.nanoTime() - end >= 0) {
        return Outcome.pass(rows.size() + " sockets, as expected");
      }
      Thread.sleep(SAMPLE_MILLIS);
      rows = rows(table);
    }
  }

  private static long closeWait(List<InetRow> rows) {
    return rows.stream().filter(row -> row.state() == SocketState.CLOSE_WAIT).count();
  }

  private Optional<Outcome> bad(List<InetRow> rows, long closeWaitBefore) {
    for (InetRow row : rows) {
      if (recvQBelow.isPresent() && row.recvQ() >= recvQBelow.get()) {
        return Optional.of(Outcome.fail("Recv-Q of " + row.localText() + " is " + row.recvQ()));
      }
      boolean connection = row.state() != SocketState.LISTEN;
      if (connection && sendQBelow.isPresent() && row.sendQ() >= sendQBelow.get()) {
        return Optional.of(Outcome.fail("Send-Q of " + row.localText() + " is " + row.sendQ()));
      }
    }
    long growth = closeWait(rows) - closeWaitBefore;
    return closeWaitGrowth.isPresent() && growth > closeWaitGrowth.get()
        ? Optional.of(Outcome.fail(growth + " more sockets in CLOSE_WAIT"))
        : Optional.empty();
  }
}

package io.recvq.cli;

import io.recvq.net.OperationException;
import io.recvq.peer.ConnectionState.Ends;
import io.recvq.render.Escape;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Owner;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sys.OwnerFinder;
import io.recvq.sys.SocketTable;
import io.recvq.view.TopRow;
import io.recvq.view.TopTracker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The dashboard of a machine: its TCP sockets by the process that holds them. */
final class MachineTop implements TopSource {
  /** Connections that are watched, those with the longest queues first. */
  private static final int MOST_WATCHED = 200;

  private final SocketTable table;
  private final OwnerFinder owners;
  private final TopTracker tracker = new TopTracker();

  MachineTop(SocketTable table, OwnerFinder owners) {
    this.table = table;
    this.owners = owners;
  }

  @Override
  public String title() {
    return "this machine's TCP by process";
  }

  @Override
  public boolean isSteerable() {
    return false;
  }

  @Override
  public Picture read() throws OperationException {
    tracker.begin();
    List<InetRow> watched = new ArrayList<>();
    for (SocketRow row : table.snapshot(SocketQuery.TCP).rows()) {
      if (row instanceof InetRow inet && inet.hasInode()) {
        watched.add(inet);
      }
    }
    watched.sort(Comparator.comparingLong(MachineTop::weight).reversed());
    List<InetRow> kept = watched.subList(0, Math.min(MOST_WATCHED, watched.size()));
    Map<String, List<InetRow>> groups = new TreeMap<>();
    for (SocketRow row : owners.withOwners(kept)) {
      groups.computeIfAbsent(holder(row), name -> new ArrayList<>()).add((InetRow) row);
    }
    List<TopRow> rows = new ArrayList<>();
    List<Map.Entry<String, List<InetRow>>> ordered = new ArrayList<>(groups.entrySet());
    ordered.sort(Comparator.comparingLong(entry -> -queued(entry.getValue())));
    for (Map.Entry<String, List<InetRow>> group : ordered) {
      group(group.getKey(), group.getValue(), rows);
    }
    if (watched.size() > kept.size()) {
      String more = "and " + (watched.size() - kept.size()) + " more sockets; see recvq sockets";
      rows.add(TopRow.group("", more, Optional.empty(), ""));
    }
    return new Picture(rows, List.of(), 0);
  }

  /** Listeners first, then what has queues. */
  private static long weight(InetRow row) {
    return row.state() == SocketState.LISTEN ? Long.MAX_VALUE : row.recvQ() + row.sendQ();
  }

  /** Bytes in the queues of a group's connections. */
  private static long queued(List<InetRow> rows) {
    long sum = 0;
    for (InetRow row : rows) {
      sum += row.state() == SocketState.LISTEN ? 0 : row.recvQ() + row.sendQ();
    }
    return sum;
  }

  private static String holder(SocketRow row) {
    Ownership ownership = row.owners();
    if (ownership.kind() == Ownership.Kind.HELD) {
      Owner first = ownership.owners().get(0);
      return Escape.text(first.process()) + "/" + first.pid();
    }
    return ownership.kind() == Ownership.Kind.NOT_PERMITTED ? "(not permitted)" : "(kernel)";
  }

  private void group(String name, List<InetRow> sockets, List<TopRow> rows)
      throws OperationException {
    List<InetRow> connections = new ArrayList<>();
    List<InetRow> listeners = new ArrayList<>();
    for (InetRow row : sockets) {
      (row.state() == SocketState.LISTEN ? listeners : connections).add(row);
    }
    String text = listeners.size() + " listening, " + connections.size() + " connected";
    rows.add(TopRow.group(name, text, Optional.empty(), ""));
    for (InetRow row : listeners) {
      rows.add(
          new TopRow(
              ":" + row.local().port(),
              true,
              row.local().address().toString(),
              Optional.of(row),
              -1,
              -1,
              "",
              Optional.empty()));
    }
    for (InetRow row : connections) {
      Ends ends = new Ends(row.local(), row.remote());
      ConnectionSample sample = table.connection(row.local(), row.remote());
      rows.add(tracker.connection(":" + row.local().port(), row.remoteText(), ends, sample));
    }
  }

  @Override
  public String act(List<String> words) {
    return "only a shell's own endpoints can be steered; start recvq";
  }
}

package io.recvq.sockets;

import io.recvq.net.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What changed from one reading of the table to the next. A connection is the same as long as its
 * addresses are, whatever its state; everything else as long as its inode is.
 *
 * @param opened rows that were not there before
 * @param changed rows whose state or queues are others now
 * @param closed rows that are there no more, as they were last
 */
public record TableChanges(List<SocketRow> opened, List<Change> changed, List<SocketRow> closed) {

  /** A row before and now. */
  public record Change(SocketRow before, SocketRow now) {}

  private record Tuple(Proto proto, Endpoint local, Endpoint remote) {}

  /** What makes a row the same socket in another reading. */
  public static Object identity(SocketRow row) {
    return row instanceof InetRow inet && inet.isConnected()
        ? new Tuple(inet.proto(), inet.local(), inet.remote())
        : (Object) (row.hasInode() ? row.inode() : -row.cookie());
  }

  /** The rows by their identity; of two alike the later one. */
  public static Map<Object, SocketRow> index(Collection<? extends SocketRow> rows) {
    Map<Object, SocketRow> byIdentity = new HashMap<>(rows.size() * 2);
    for (SocketRow row : rows) {
      byIdentity.put(identity(row), row);
    }
    return byIdentity;
  }

  /** The difference of two readings, each as {@link #index} gives it. */
  public static TableChanges between(Map<Object, SocketRow> before, Map<Object, SocketRow> now) {
    List<SocketRow> opened = new ArrayList<>();
    List<Change> changed = new ArrayList<>();
    now.forEach(
        (identity, row) -> {
          SocketRow old = before.get(identity);
          if (old == null) {
            opened.add(row);
          } else if (differs(old, row)) {
            changed.add(new Change(old, row));
          }
        });
    List<SocketRow> closed = new ArrayList<>();
    before.forEach(
        (identity, row) -> {
          if (!now.containsKey(identity)) {
            closed.add(row);
          }
        });
    return new TableChanges(opened, changed, closed);
  }

  private static boolean differs(SocketRow before, SocketRow now) {
    return before.state() != now.state()
        || before.recvQ() != now.recvQ()
        || before.sendQ() != now.sendQ();
  }
}

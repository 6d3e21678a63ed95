package io.recvq.sockets;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Counts over rows, as TCPView's status line shows them, and the sums of their queues.
 *
 * @param endpoints all rows
 * @param recvQ bytes waiting to be read; listeners, whose numbers are no bytes, are not counted
 * @param sendQ bytes waiting to be acknowledged, likewise
 */
public record SocketTotals(
    long endpoints,
    long established,
    long listening,
    long timeWait,
    long closeWait,
    long recvQ,
    long sendQ) {

  public static final SocketTotals NONE = new SocketTotals(0, 0, 0, 0, 0, 0, 0);

  /** What rows are put together by. */
  public enum Grouping {
    STATE,
    PROCESS,
    PEER,
    PORT,
    USER;

    /** Whether it looks at the owners. */
    public boolean asksOwners() {
      return this == PROCESS;
    }
  }

  /** The counts over all rows. */
  public static SocketTotals of(Collection<? extends SocketRow> rows) {
    SocketTotals totals = NONE;
    for (SocketRow row : rows) {
      totals = totals.plus(row);
    }
    return totals;
  }

  /** The counts for each key, in the order in which the keys come first. */
  public static Map<String, SocketTotals> by(
      Collection<? extends SocketRow> rows, Function<SocketRow, String> key) {
    Map<String, SocketTotals> groups = new LinkedHashMap<>();
    for (SocketRow row : rows) {
      groups.merge(key.apply(row), NONE.plus(row), SocketTotals::plus);
    }
    return groups;
  }

  private SocketTotals plus(SocketRow row) {
    boolean listens = row.state() == SocketState.LISTEN;
    return new SocketTotals(
        endpoints + 1,
        established + (row.state() == SocketState.ESTABLISHED ? 1 : 0),
        listening + (listens ? 1 : 0),
        timeWait + (row.state() == SocketState.TIME_WAIT ? 1 : 0),
        closeWait + (row.state() == SocketState.CLOSE_WAIT ? 1 : 0),
        recvQ + (listens ? 0 : Math.max(0, row.recvQ())),
        sendQ + (listens ? 0 : Math.max(0, row.sendQ())));
  }

  private SocketTotals plus(SocketTotals other) {
    return new SocketTotals(
        endpoints + other.endpoints,
        established + other.established,
        listening + other.listening,
        timeWait + other.timeWait,
        closeWait + other.closeWait,
        recvQ + other.recvQ,
        sendQ + other.sendQ);
  }
}

package io.recvq.sockets;

import io.recvq.net.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection with both its ends where both are in the same table.
 *
 * @param near the end that stands first: the client's where a listener tells which that is
 * @param far the other end; empty when it is on another machine or gone
 */
public record SocketPair(InetRow near, Optional<InetRow> far) {
  /** A connection's two addresses as its near end sees them. */
  private record Tuple(Proto proto, Endpoint local, Endpoint remote) {
    static Tuple of(InetRow row) {
      return new Tuple(row.proto(), row.local(), row.remote());
    }

    Tuple reversed() {
      return new Tuple(proto, remote, local);
    }
  }

  /**
   * The connections among the rows, each once, in the rows' order. Rows without a peer are left
   * out.
   *
   * @param rows whose connections are wanted
   * @param table where the other ends are looked for; usually larger than {@code rows}
   */
  public static List<SocketPair> of(
      Collection<? extends SocketRow> rows, Collection<? extends SocketRow> table) {
    Map<Tuple, InetRow> byTuple = new HashMap<>(table.size() * 2);
    boolean[] listens = new boolean[0x10000];
    for (SocketRow row : table) {
      if (row instanceof InetRow inet && inet.isConnected()) {
        byTuple.put(Tuple.of(inet), inet);
      } else if (row instanceof InetRow inet && inet.state() == SocketState.LISTEN) {
        listens[inet.local().port()] = true;
      }
    }
    Map<Tuple, Boolean> done = new HashMap<>();
    List<SocketPair> pairs = new ArrayList<>();
    for (SocketRow row : rows) {
      if (row instanceof InetRow inet && inet.isConnected()) {
        Tuple tuple = Tuple.of(inet);
        if (!done.containsKey(tuple) && !done.containsKey(tuple.reversed())) {
          done.put(tuple, true);
          pairs.add(pair(inet, Optional.ofNullable(byTuple.get(tuple.reversed())), listens));
        }
      }
    }
    return pairs;
  }

  private static SocketPair pair(InetRow row, Optional<InetRow> other, boolean[] listens) {
    boolean rowServes = listens[row.local().port()] && !listens[row.remote().port()];
    return other.isPresent() && rowServes
        ? new SocketPair(other.get(), Optional.of(row))
        : new SocketPair(row, other);
  }
}

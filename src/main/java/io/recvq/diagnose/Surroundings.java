package io.recvq.diagnose;

import io.recvq.sockets.InetRow;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What else is on the machine that a rule about one connection needs: listeners, and how many
 * connections each process failed to close.
 */
public final class Surroundings {
  public static final Surroundings NONE = new Surroundings(List.of());

  private final List<InetRow> listeners = new ArrayList<>();
  private final Map<Integer, Integer> closeWaits = new HashMap<>();

  /** Takes the rows of a snapshot, with their owners where these are known. */
  public Surroundings(Collection<? extends SocketRow> rows) {
    for (SocketRow row : rows) {
      if (row instanceof InetRow inet && inet.state() == SocketState.LISTEN) {
        listeners.add(inet);
      } else if (row.state() == SocketState.CLOSE_WAIT
          && row.owners().kind() == Ownership.Kind.HELD) {
        closeWaits.merge(row.owners().owners().get(0).pid(), 1, Integer::sum);
      }
    }
  }

  /** The listener on this machine that answers connections to where this row's peer is. */
  Optional<InetRow> listenerOf(InetRow client) {
    return listeners.stream()
        .filter(listener -> listener.local().port() == client.remote().port())
        .filter(
            listener ->
                listener.local().address().isAny()
                    || listener.local().address().equals(client.remote().address()))
        .filter(
            listener ->
                client.remote().address().isLoopback()
                    || client.remote().address().equals(client.local().address()))
        .findFirst();
  }

  /** Whether a listener on this machine has the row's own port: the row is a server's end. */
  boolean isListenedOn(InetRow row) {
    return listeners.stream().anyMatch(l -> l.local().port() == row.local().port());
  }

  /** How many connections in CLOSE_WAIT the row's first owner holds; at least 1. */
  int closeWaitsOf(InetRow row) {
    return row.owners().kind() == Ownership.Kind.HELD
        ? Math.max(1, closeWaits.getOrDefault(row.owners().owners().get(0).pid(), 1))
        : 1;
  }
}

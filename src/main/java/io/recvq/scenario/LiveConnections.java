package io.recvq.scenario;

import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.Filter;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.Proto;
import io.recvq.sockets.Snapshot;
import io.recvq.sockets.SocketPair;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sys.OwnerFinder;
import io.recvq.sys.SocketTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The live connections and listeners that a filter chooses, as they come and go: {@link #look}
 * finds new ones, {@link #sample} reads those that are known. For one thread.
 */
public final class LiveConnections {
  /** Connections beyond this number are not watched. */
  public static final int MAX_CONNECTIONS = 64;

  /** Samples of all connections together that are kept, about 200 MB of them. */
  private static final int MOST_SAMPLES = 100_000;

  private static final int LIVE =
      SocketState.ALL_MASK & ~SocketState.TIME_WAIT.bit() & ~SocketState.CLOSE.bit();

  private final SocketTable table;
  private final OwnerFinder finder;
  private final Filter filter;
  private final Map<Ends, Connection> connections = new LinkedHashMap<>();
  private List<SocketRow> rows = List.of();
  private List<String> limits = List.of();
  private boolean full;

  private record Ends(Endpoint near, Endpoint far) {}

  /** A connection, or a listener, and all that was seen of it. */
  public static final class Connection {
    private final Endpoint near;
    private final Endpoint far;
    private final boolean listener;
    private final SampleHistory samples = new SampleHistory();
    private Ownership nearOwner = Ownership.NOT_ASKED;
    private Ownership farOwner = Ownership.NOT_ASKED;
    private boolean gone;

    private Connection(Endpoint near, Endpoint far, boolean listener) {
      this.near = near;
      this.far = far;
      this.listener = listener;
    }

    /** The client's end where that is known; of a listener its address. */
    public Endpoint near() {
      return near;
    }

    public Endpoint far() {
      return far;
    }

    public boolean isListener() {
      return listener;
    }

    public SampleHistory samples() {
      return samples;
    }

    /** Whether the kernel knows neither end any more. */
    public boolean isGone() {
      return gone;
    }

    private void add(long atNanos, Optional<InetRow> nearRow, Optional<InetRow> farRow, int most) {
      gone = nearRow.isEmpty() && farRow.isEmpty();
      samples.add(
          new ConnectionSample(
              atNanos,
              nearRow.map(row -> row.withOwners(nearOwner)),
              farRow.map(row -> row.withOwners(farOwner))),
          most);
    }

    @Override
    public String toString() {
      return listener ? "LISTEN " + near : near + " → " + far;
    }
  }

  /**
   * @param filter which sockets; a connection is watched when either of its ends matches
   */
  public LiveConnections(SocketTable table, OwnerFinder finder, Filter filter) {
    this.table = table;
    this.finder = finder;
    this.filter = filter;
  }

  /** Reads the whole table and gives the connections that were not there before. */
  public List<Connection> look() throws OperationException {
    Snapshot snapshot = table.snapshot(query(LIVE));
    limits = new ArrayList<>(snapshot.limits());
    rows = snapshot.rows();
    List<SocketRow> chosen = finder.choose(snapshot.rows(), filter, false, limits);
    Map<Connection, SocketPair> found = new LinkedHashMap<>();
    for (SocketRow row : chosen) {
      if (row instanceof InetRow inet && inet.state() == SocketState.LISTEN) {
        add(new SocketPair(inet, Optional.empty()), true, found);
      }
    }
    for (SocketPair pair : SocketPair.of(chosen, snapshot.rows())) {
      add(pair, false, found);
    }
    name(found);
    int most = mostSamples(connections.size());
    found.forEach(
        (one, pair) -> one.add(snapshot.atNanos(), Optional.of(pair.near()), pair.far(), most));
    return List.copyOf(found.keySet());
  }

  /** How many samples each of so many connections keeps. */
  static int mostSamples(int connections) {
    return Math.min(SampleHistory.MAX_SAMPLES, MOST_SAMPLES / Math.max(1, connections));
  }

  private SocketQuery query(int states) {
    return new SocketQuery(Set.of(Proto.TCP), states, filter.port(), true, true);
  }

  private void add(SocketPair pair, boolean listener, Map<Connection, SocketPair> found) {
    Ends ends = new Ends(pair.near().local(), pair.near().remote());
    Connection known = connections.get(ends);
    if (known != null) {
      known.gone = false;
    } else if (connections.size() == MAX_CONNECTIONS) {
      full = true;
    } else {
      Connection connection = new Connection(ends.near(), ends.far(), listener);
      connections.put(ends, connection);
      found.put(connection, pair);
    }
  }

  /** Finds the owners of what is new, with one reading of /proc. */
  private void name(Map<Connection, SocketPair> found) {
    if (found.isEmpty()) {
      return;
    }
    List<InetRow> wanted = new ArrayList<>();
    found.values().forEach(pair -> wanted.add(pair.near()));
    found.values().forEach(pair -> pair.far().ifPresent(wanted::add));
    Map<Long, Ownership> byInode = new HashMap<>();
    for (SocketRow row : finder.withOwners(wanted)) {
      byInode.put(row.inode(), row.owners());
    }
    found.forEach(
        (connection, pair) -> {
          connection.nearOwner = ownerOf(Optional.of(pair.near()), byInode);
          connection.farOwner = ownerOf(pair.far(), byInode);
        });
  }

  private static Ownership ownerOf(Optional<InetRow> row, Map<Long, Ownership> byInode) {
    return row.map(r -> byInode.getOrDefault(r.inode(), Ownership.NOT_ASKED))
        .orElse(Ownership.NOT_ASKED);
  }

  /** Reads everything that is known and not gone once more. */
  public void sample() throws OperationException {
    boolean listeners = false;
    int most = mostSamples(connections.size());
    for (Connection connection : connections.values()) {
      listeners |= connection.listener;
      if (!connection.listener && !connection.gone) {
        ConnectionSample read = table.connection(connection.near, connection.far);
        connection.add(read.atNanos(), read.near(), read.far(), most);
      }
    }
    if (listeners) {
      sampleListeners(table.snapshot(query(SocketState.LISTEN.bit())));
    }
  }

  private void sampleListeners(Snapshot snapshot) {
    Map<Ends, InetRow> now = new HashMap<>();
    for (SocketRow row : snapshot.rows()) {
      if (row instanceof InetRow inet && inet.state() == SocketState.LISTEN) {
        now.put(new Ends(inet.local(), inet.remote()), inet);
      }
    }
    connections.forEach(
        (ends, connection) -> {
          if (connection.listener && !connection.gone) {
            Optional<InetRow> row = Optional.ofNullable(now.get(ends));
            connection.add(
                snapshot.atNanos(), row, Optional.empty(), mostSamples(connections.size()));
          }
        });
  }

  /** All that are or were there, in the order in which they were found. */
  public List<Connection> connections() {
    return List.copyOf(connections.values());
  }

  /** The table at the last {@link #look}. */
  public List<SocketRow> rows() {
    return rows;
  }

  /** What cannot be told, in plain words. */
  public List<String> limits() {
    List<String> all = new ArrayList<>(limits);
    if (full) {
      all.add("only the first " + MAX_CONNECTIONS + " connections were watched");
    }
    return all;
  }
}

package io.recvq.scenario;

import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.Filter;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Proto;
import io.recvq.sockets.Snapshot;
import io.recvq.sockets.SocketPair;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sys.OwnerFinder;
import io.recvq.sys.SocketTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Watches the live connections and listeners that a filter chooses: reads them again and again for
 * a while, both ends of a connection in the same instant where both are on this machine.
 */
public final class ConnectionWatch {
  /** Up to here each connection is asked for by itself, which is as near in time as can be. */
  private static final int MAX_SINGLE = 100;

  /** Connections beyond this number are not watched. */
  public static final int MAX_CONNECTIONS = 50_000;

  /** Readings of all connections together that are kept, so that many are read less often. */
  private static final int MOST_SAMPLES = 100_000;

  /** Of however many connections there are so many: a beginning, a middle and an end. */
  private static final int LEAST_READINGS = 3;

  private static final int LIVE =
      SocketState.ALL_MASK & ~SocketState.TIME_WAIT.bit() & ~SocketState.CLOSE.bit();

  private final SocketTable table;
  private final OwnerFinder finder;
  private final Filter filter;
  private final List<String> limits = new ArrayList<>();
  private final Map<Ends, History> connections = new LinkedHashMap<>();
  private final Map<Long, List<InetRow>> listeners = new LinkedHashMap<>();

  private record Ends(Endpoint near, Endpoint far) {
    Ends reversed() {
      return new Ends(far, near);
    }
  }

  /** Waits between two readings. */
  public interface Pause {
    /** Waits; true when the watching shall end now. */
    boolean pause(Duration time) throws InterruptedException;
  }

  /**
   * A connection over time.
   *
   * @param samples near is the client's end where that is known; the last one names owners
   */
  public record History(Endpoint near, Endpoint far, List<ConnectionSample> samples) {}

  /**
   * What was seen.
   *
   * @param listeners the same listener over time, one list each; the last row names owners
   * @param table the rows at the end, with the owners of those that were watched
   * @param limits what could not be told, in plain words
   */
  public record Observation(
      List<History> connections,
      List<List<InetRow>> listeners,
      List<SocketRow> table,
      long watchedNanos,
      List<String> limits) {}

  /**
   * @param filter which sockets; a connection is watched when either of its ends matches
   */
  public ConnectionWatch(SocketTable table, OwnerFinder finder, Filter filter) {
    this.table = table;
    this.finder = finder;
    this.filter = filter;
  }

  /**
   * Watches for this time, reading at each interval, less often where there are many connections or
   * a reading takes longer; ends early when the pause says so. When nothing matches at first it
   * keeps looking.
   */
  public Observation watch(Duration time, Duration interval, Pause pause)
      throws OperationException, InterruptedException {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    Snapshot last = look();
    long tick = start;
    while (tick < end) {
      long next = tick + interval(time, interval, connections.size()).toNanos();
      tick = Math.min(end, Math.max(next, System.nanoTime()));
      long wait = tick - System.nanoTime();
      if (wait > 0 && pause.pause(Duration.ofNanos(wait))) {
        break;
      }
      last = connections.isEmpty() && listeners.isEmpty() ? look() : again();
    }
    return observation(last, System.nanoTime() - start);
  }

  /** The time between two readings of so many connections. */
  static Duration interval(Duration time, Duration wanted, int connections) {
    int readings = Math.max(LEAST_READINGS, MOST_SAMPLES / Math.max(1, connections));
    Duration least = time.dividedBy(readings - 1L);
    return least.compareTo(wanted) > 0 ? least : wanted;
  }

  private SocketQuery query(int states) {
    return new SocketQuery(Set.of(Proto.TCP), states, filter.port(), true, true);
  }

  /** Finds what matches, and reads it for the first time. */
  private Snapshot look() throws OperationException {
    Snapshot snapshot = table.snapshot(query(LIVE));
    limits.clear();
    limits.addAll(snapshot.limits());
    List<SocketRow> chosen = finder.choose(snapshot.rows(), filter, false, limits);
    for (SocketRow row : chosen) {
      if (row.state() == SocketState.LISTEN) {
        listeners.put(row.inode(), new ArrayList<>(List.of((InetRow) row)));
      }
    }
    for (SocketPair pair : SocketPair.of(chosen, snapshot.rows())) {
      if (connections.size() == MAX_CONNECTIONS) {
        limits.add("only the first " + MAX_CONNECTIONS + " connections were watched");
        break;
      }
      Ends ends = new Ends(pair.near().local(), pair.near().remote());
      History history = new History(ends.near(), ends.far(), new ArrayList<>());
      history
          .samples()
          .add(new ConnectionSample(snapshot.atNanos(), Optional.of(pair.near()), pair.far()));
      connections.put(ends, history);
    }
    return snapshot;
  }

  private Snapshot again() throws OperationException {
    if (connections.size() > MAX_SINGLE) {
      Snapshot snapshot = table.snapshot(query(LIVE));
      addListeners(snapshot);
      addConnections(snapshot);
      return snapshot;
    }
    for (History history : connections.values()) {
      history.samples().add(table.connection(history.near(), history.far()));
    }
    Snapshot snapshot = table.snapshot(query(SocketState.LISTEN.bit()));
    addListeners(snapshot);
    return snapshot;
  }

  private void addListeners(Snapshot snapshot) {
    for (SocketRow row : snapshot.rows()) {
      List<InetRow> seen = listeners.get(row.inode());
      if (seen != null && row instanceof InetRow inet && inet.state() == SocketState.LISTEN) {
        seen.add(inet);
      }
    }
  }

  private void addConnections(Snapshot snapshot) {
    Map<Ends, InetRow> rows = new HashMap<>();
    for (SocketRow row : snapshot.rows()) {
      if (row instanceof InetRow inet && inet.isConnected()) {
        rows.put(new Ends(inet.local(), inet.remote()), inet);
      }
    }
    connections.forEach(
        (ends, history) ->
            history
                .samples()
                .add(
                    new ConnectionSample(
                        snapshot.atNanos(),
                        Optional.ofNullable(rows.get(ends)),
                        Optional.ofNullable(rows.get(ends.reversed())))));
  }

  /** Names the owners of all that was watched, with one reading of /proc. */
  private Observation observation(Snapshot last, long nanos) {
    List<InetRow> wanted = new ArrayList<>();
    listeners.values().forEach(seen -> wanted.add(seen.get(seen.size() - 1)));
    for (History history : connections.values()) {
      lastKnown(history, true).ifPresent(wanted::add);
      lastKnown(history, false).ifPresent(wanted::add);
    }
    Map<InetRow, InetRow> owned = new HashMap<>();
    List<SocketRow> named = finder.withOwners(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      owned.put(wanted.get(i), (InetRow) named.get(i));
    }
    listeners.values().forEach(seen -> seen.replaceAll(row -> owned.getOrDefault(row, row)));
    connections.values().forEach(history -> name(history.samples(), owned));
    List<SocketRow> rows = new ArrayList<>(named);
    rows.addAll(last.rows());
    return new Observation(
        List.copyOf(connections.values()),
        List.copyOf(listeners.values()),
        rows,
        nanos,
        List.copyOf(limits));
  }

  private static Optional<InetRow> lastKnown(History history, boolean near) {
    List<ConnectionSample> samples = history.samples();
    for (int i = samples.size() - 1; i >= 0; i--) {
      Optional<InetRow> row = near ? samples.get(i).near() : samples.get(i).far();
      if (row.isPresent()) {
        return row;
      }
    }
    return Optional.empty();
  }

  private static void name(List<ConnectionSample> samples, Map<InetRow, InetRow> owned) {
    samples.replaceAll(
        sample ->
            new ConnectionSample(
                sample.atNanos(),
                sample.near().map(row -> owned.getOrDefault(row, row)),
                sample.far().map(row -> owned.getOrDefault(row, row))));
  }
}

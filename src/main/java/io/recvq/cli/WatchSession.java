package io.recvq.cli;

import io.recvq.cli.WatchedConnection.Episode;
import io.recvq.cli.WhyCommand.Judged;
import io.recvq.diagnose.Surroundings;
import io.recvq.net.OperationException;
import io.recvq.report.Moment;
import io.recvq.scenario.LiveConnections;
import io.recvq.scenario.LiveConnections.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The watching itself, a step at a time: readings at each interval, new connections and verdicts at
 * their own. For one thread.
 */
final class WatchSession {
  private static final long LOOK_NANOS = Duration.ofMillis(250).toNanos();
  private static final long JUDGE_NANOS = Duration.ofMillis(500).toNanos();

  private final LiveConnections live;
  private final Listener listener;
  private final Map<Connection, WatchedConnection> watched = new LinkedHashMap<>();
  private final long startNanos = System.nanoTime();
  private long nextLook = startNanos;
  private long nextJudgement = startNanos;

  /** Is told of what happens, on the caller's thread. */
  interface Listener {
    /** These connections were found at once. */
    void found(List<Connection> connections);

    /** A reading of all connections is complete. */
    void read(WatchedConnection connection);

    /** The kernel's view of an end changed. */
    void changed(WatchedConnection connection, Moment.Change change);

    /** The verdict is another one. */
    void judged(WatchedConnection connection, Episode episode);
  }

  WatchSession(LiveConnections live, Listener listener) {
    this.live = live;
    this.listener = listener;
  }

  /** Does what is due at this reading of System.nanoTime. */
  void step(long now) throws OperationException {
    if (now - nextLook >= 0) {
      nextLook = now + LOOK_NANOS;
      List<Connection> found = live.look();
      found.forEach(one -> watched.put(one, new WatchedConnection(one)));
      if (!found.isEmpty()) {
        listener.found(found);
      }
    }
    live.sample();
    for (WatchedConnection one : watched.values()) {
      for (Moment row : one.changes()) {
        if (row instanceof Moment.Change change) {
          listener.changed(one, change);
        }
      }
      listener.read(one);
    }
    if (now - nextJudgement >= 0) {
      nextJudgement = now + JUDGE_NANOS;
      judge(now);
    }
  }

  private void judge(long now) {
    Surroundings around = new Surroundings(live.rows());
    for (WatchedConnection one : watched.values()) {
      one.judge(now, around).ifPresent(episode -> listener.judged(one, episode));
    }
  }

  long startNanos() {
    return startNanos;
  }

  List<WatchedConnection> connections() {
    return List.copyOf(watched.values());
  }

  /** The verdicts about all of the time, the bad ones first. */
  List<Judged> verdicts() {
    Surroundings around = new Surroundings(live.rows());
    List<Judged> all = new ArrayList<>();
    boolean connections = watched.keySet().stream().anyMatch(one -> !one.isListener());
    for (WatchedConnection one : watched.values()) {
      Judged judged = one.judged(around);
      // A listener in good order is worth a word only where there is nothing else to speak of.
      if (!one.connection().isListener() || judged.verdict().isBad() || !connections) {
        all.add(judged);
      }
    }
    all.sort(Comparator.comparing(judged -> !judged.verdict().isBad()));
    return all;
  }

  /** All episodes in which something was limited, in order of time. */
  List<Episode> badEpisodes() {
    return watched.values().stream()
        .flatMap(one -> one.episodes().stream())
        .filter(episode -> episode.verdict().isBad())
        .sorted(Comparator.comparingLong(Episode::fromNanos))
        .toList();
  }

  List<String> limits() {
    return live.limits();
  }
}

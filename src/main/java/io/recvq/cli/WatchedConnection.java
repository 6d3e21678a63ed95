package io.recvq.cli;

import io.recvq.cli.WhyCommand.Judged;
import io.recvq.diagnose.AcceptQueueRule;
import io.recvq.diagnose.Diagnosis;
import io.recvq.diagnose.LimitedBy;
import io.recvq.diagnose.Surroundings;
import io.recvq.diagnose.Verdict;
import io.recvq.report.Moment;
import io.recvq.scenario.LiveConnections.Connection;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.view.EndChanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A connection while it is watched: what changed since the last reading, and the verdict about the
 * last moments, which makes an episode as long as it stays the same.
 */
final class WatchedConnection {
  /** A verdict rests on so much of the latest time, */
  static final Duration WINDOW = Duration.ofSeconds(2);

  /** and is not given before there is this much. */
  private static final Duration LEAST = Duration.ofMillis(500);

  /** Of more than these the short ones are forgotten. */
  static final int MAX_EPISODES = 200;

  private final Connection connection;
  private final EndChanges nearChanges;
  private final EndChanges farChanges;
  private final List<Episode> episodes = new ArrayList<>();
  private long seenNanos = Long.MIN_VALUE;

  /**
   * A time in which the verdict stayed the same. It begins when the one before was last confirmed.
   *
   * @param fromNanos on the clock of System.nanoTime
   * @param verdict as it was last
   */
  record Episode(Connection connection, long fromNanos, long toNanos, Verdict verdict) {
    /** What limits, without the names and numbers that change from reading to reading. */
    String kind() {
      return verdict.limitedBy().word() + " " + verdict.cause().orElse("");
    }

    long nanos() {
      return toNanos - fromNanos;
    }
  }

  WatchedConnection(Connection connection) {
    this.connection = connection;
    this.nearChanges = new EndChanges(0, connection.near().toString());
    this.farChanges = new EndChanges(0, connection.far().toString());
  }

  Connection connection() {
    return connection;
  }

  /**
   * What the latest reading says that the one before did not; times are those of System.nanoTime.
   */
  List<Moment> changes() {
    List<Moment> rows = new ArrayList<>();
    Optional<ConnectionSample> last = connection.samples().last();
    if (last.isPresent() && last.get().atNanos() != seenNanos) {
      seenNanos = last.get().atNanos();
      nearChanges.next(seenNanos, last.get().near(), rows);
      farChanges.next(seenNanos, last.get().far(), rows);
    }
    return rows;
  }

  /** Judges the last moments; gives the episode when it is a new one. */
  Optional<Episode> judge(long nowNanos, Surroundings around) {
    List<ConnectionSample> window = connection.samples().since(nowNanos - WINDOW.toNanos());
    if (window.size() < 3 || connection.isGone()) {
      return Optional.empty();
    }
    long from = window.get(0).atNanos();
    long to = window.get(window.size() - 1).atNanos();
    if (to - from < LEAST.toNanos()) {
      return Optional.empty();
    }
    int last = episodes.size() - 1;
    long since = last < 0 ? from : Math.max(from, episodes.get(last).toNanos());
    Episode now = new Episode(connection, since, to, verdict(window, around));
    if (last >= 0 && episodes.get(last).kind().equals(now.kind())) {
      Episode before = episodes.get(last);
      episodes.set(last, new Episode(connection, before.fromNanos(), to, now.verdict()));
      return Optional.empty();
    }
    if (episodes.size() == MAX_EPISODES) {
      episodes.remove(shortest());
    }
    episodes.add(now);
    return Optional.of(now);
  }

  /** The shortest of the episodes before the last, which goes on. */
  private int shortest() {
    int shortest = 0;
    for (int i = 1; i < episodes.size() - 1; i++) {
      if (episodes.get(i).nanos() < episodes.get(shortest).nanos()) {
        shortest = i;
      }
    }
    return shortest;
  }

  private Verdict verdict(List<ConnectionSample> window, Surroundings around) {
    if (!connection.isListener()) {
      return Diagnosis.connection(window, around);
    }
    List<InetRow> rows = window.stream().flatMap(sample -> sample.near().stream()).toList();
    return AcceptQueueRule.listener(
        rows, window.get(window.size() - 1).atNanos() - window.get(0).atNanos());
  }

  /** The verdict about the last moments, once there is one. */
  Optional<Verdict> latest() {
    return episodes.isEmpty()
        ? Optional.empty()
        : Optional.of(episodes.get(episodes.size() - 1).verdict());
  }

  List<Episode> episodes() {
    return List.copyOf(episodes);
  }

  /**
   * The verdict about all of the time: what limited it longest, a program that wrote little only
   * when nothing else did; else what the samples say as a whole.
   */
  Judged judged(Surroundings around) {
    List<ConnectionSample> all = connection.samples().all();
    Episode worst = null;
    for (Episode episode : episodes) {
      if (episode.verdict().isBad() && (worst == null || outweighs(episode, worst))) {
        worst = episode;
      }
    }
    Verdict verdict = worst == null ? verdict(all, around) : worst.verdict();
    String name = connection.isListener() ? "LISTEN " + connection.near() : name();
    return new Judged(name, verdict, all);
  }

  private String name() {
    return connection.near() + "-" + connection.far();
  }

  private static boolean outweighs(Episode one, Episode other) {
    boolean oneWaits = one.verdict().limitedBy() == LimitedBy.SENDER;
    boolean otherWaits = other.verdict().limitedBy() == LimitedBy.SENDER;
    return oneWaits == otherWaits ? one.nanos() > other.nanos() : otherWaits;
  }
}

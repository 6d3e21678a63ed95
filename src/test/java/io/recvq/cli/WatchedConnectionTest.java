package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.cli.WatchedConnection.Episode;
import io.recvq.diagnose.LimitedBy;
import io.recvq.diagnose.Surroundings;
import io.recvq.net.Endpoint;
import io.recvq.scenario.LiveConnections;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Rows;
import io.recvq.sockets.Snapshot;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketState;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The verdicts about a connection that is watched for long. */
class WatchedConnectionTest {
  private static final long SECOND = 1_000_000_000L;

  /** A table with one listener, whose accept queue is as long as it is told. */
  private static final class OneListener implements SocketTable {
    private long atNanos = SECOND;
    private long waiting;

    @Override
    public Snapshot snapshot(SocketQuery query) {
      return new Snapshot(
          atNanos,
          List.of(Rows.tcp(SocketState.LISTEN, "127.0.0.1:80", "0.0.0.0:0", waiting, 2, 0)),
          Snapshot.Source.SOCK_DIAG,
          List.of());
    }

    @Override
    public ConnectionSample connection(Endpoint near, Endpoint far) {
      return new ConnectionSample(atNanos, Optional.empty(), Optional.empty());
    }

    @Override
    public void destroy(InetRow row) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private final OneListener table = new OneListener();
  private final LiveConnections live =
      new LiveConnections(
          table,
          Machine.local().owners(),
          WhyTarget.parse(List.of("80"), name -> OptionalLong.empty()));

  /** Three seconds in which the queue stays so; the verdict if it is another one. */
  private Optional<Episode> watch(WatchedConnection watched, long waiting) throws Exception {
    table.waiting = waiting;
    for (int i = 0; i < 3; i++) {
      table.atNanos += SECOND;
      live.sample();
    }
    return watched.judge(table.atNanos, Surroundings.NONE);
  }

  @Test
  void afterMoreEpisodesThanAreKeptANewOneIsStillToldOnceAndIsTheLatest() throws Exception {
    WatchedConnection watched = new WatchedConnection(live.look().get(0));
    for (int i = 0; i < WatchedConnection.MAX_EPISODES + 3; i++) {
      assertTrue(watch(watched, i % 2 == 0 ? 0 : 3).isPresent(), "episode " + i);
    }
    assertEquals(WatchedConnection.MAX_EPISODES, watched.episodes().size());
    assertEquals(LimitedBy.NOTHING, watched.latest().orElseThrow().limitedBy());
    assertFalse(watch(watched, 0).isPresent(), "it goes on");
  }

  @Test
  void ofTooManyEpisodesTheShortestIsForgotten() throws Exception {
    WatchedConnection watched = new WatchedConnection(live.look().get(0));
    assertTrue(watch(watched, 3).isPresent());
    assertFalse(watch(watched, 3).isPresent());
    long longest = watched.episodes().get(0).nanos();
    for (int i = 0; i < WatchedConnection.MAX_EPISODES; i++) {
      watch(watched, i % 2 == 0 ? 0 : 3);
    }
    assertEquals(longest, watched.episodes().get(0).nanos());
  }
}

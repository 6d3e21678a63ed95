package io.recvq.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Endpoint;
import io.recvq.scenario.ConnectionWatch.Observation;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.Filter;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Rows;
import io.recvq.sockets.Snapshot;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketState;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How often connections are read. */
class ConnectionWatchTest {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration TIME = Duration.ofSeconds(2);

  /** A table with one connection, each reading of which takes ten milliseconds or more. */
  private static final class SlowTable implements SocketTable {
    private static final InetRow ROW =
        Rows.tcp(SocketState.ESTABLISHED, "10.0.0.1:5000", "10.0.0.2:80", 0, 0, 0);

    @Override
    public Snapshot snapshot(SocketQuery query) {
      return new Snapshot(System.nanoTime(), List.of(ROW), Snapshot.Source.SOCK_DIAG, List.of());
    }

    @Override
    public ConnectionSample connection(Endpoint near, Endpoint far) {
      long end = System.nanoTime() + Duration.ofMillis(10).toNanos();
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      return new ConnectionSample(System.nanoTime(), Optional.of(ROW), Optional.empty());
    }

    @Override
    public void destroy(InetRow row) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  @Test
  void readingsThatTakeLongerThanTheIntervalDoNotProlongTheWatch() throws Exception {
    ConnectionWatch watch =
        new ConnectionWatch(new SlowTable(), Machine.local().owners(), new Filter.All());
    Observation seen = watch.watch(Duration.ofMillis(50), Duration.ofMillis(1), wait -> false);
    int readings = seen.connections().get(0).samples().size();
    assertTrue(readings >= 2 && readings <= 7, readings + " readings of 10 ms in 50 ms");
  }

  @Test
  void manyConnectionsThatAreWatchedForLongShareTheMemory() {
    assertEquals(8_000, LiveConnections.mostSamples(1));
    assertEquals(8_000, LiveConnections.mostSamples(12));
    assertEquals(1_562, LiveConnections.mostSamples(LiveConnections.MAX_CONNECTIONS));
  }

  @Test
  void manyConnectionsAreReadLessOften() {
    assertEquals(INTERVAL, ConnectionWatch.interval(TIME, INTERVAL, 0));
    assertEquals(INTERVAL, ConnectionWatch.interval(TIME, INTERVAL, 2_400));
    assertEquals(Duration.ofMillis(400), ConnectionWatch.interval(TIME, INTERVAL, 100_000 / 6));
    assertEquals(Duration.ofSeconds(1), ConnectionWatch.interval(TIME, INTERVAL, 50_000));
  }
}

package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.ClosedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class LoadTest {
  private static Load.Seen run(int port, Load.Plan plan) throws Exception {
    List<SocketAddress> target =
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    try (EventLoop loop = EventLoop.start("load under test", PeerObserver.NONE)) {
      Load load = Load.start(loop, target, plan, ClientOptions.DEFAULT);
      load.finished().get();
      return load.take();
    }
  }

  private static Load.Plan plan(Load.Exchange exchange, byte[] message, double rate, long count) {
    return new Load.Plan(
        exchange, ByteBuffer.wrap(message), message.length, 20, rate, Duration.ZERO, count);
  }

  @Test
  void everyEchoIsCountedOnceWithItsBytes() throws Exception {
    try (Peers server = Peers.serve(ServerKind.ECHO)) {
      Load.Seen seen = run(server.port, plan(Load.Exchange.ECHO, new byte[100], 0, 5000));
      assertEquals(5000, seen.exchanges());
      assertEquals(500_000, seen.bytes());
      assertEquals(Map.of(), seen.errors());
    }
  }

  @Test
  void anApplicationExchangeEndsWithItsConnection() throws Exception {
    try (Peers server = Peers.serve(ServerKind.APP)) {
      Load.Seen seen = run(server.port, plan(Load.Exchange.UNTIL_CLOSED, Peers.request(), 0, 200));
      assertEquals(200, seen.exchanges());
      assertEquals(200 * 148, seen.bytes());
    }
  }

  @Test
  void aConnectionThatTheServerClosesBetweenTwoExchangesIsAnError() throws Exception {
    ServerOptions idle =
        new ServerOptions(
            100,
            OptionalInt.empty(),
            Optional.of(Duration.ofMillis(20)),
            false,
            false,
            SocketSettings.DEFAULT,
            EffectPlan.NONE);
    try (Peers server = Peers.serve(ServerKind.ECHO, idle)) {
      // The next exchange of each of the twenty connections is due a minute after its first.
      double rate = 20 / 60.0;
      Load.Seen seen = run(server.port, plan(Load.Exchange.ECHO, new byte[10], rate, 1000));
      assertEquals(Map.of("closed early", 20L), seen.errors());
    }
  }

  @Test
  void aServerThatStallsIsChargedForWhatItKeptWaiting() throws Exception {
    try (Peers server = Peers.serve(ServerKind.ECHO, "stall=300ms@after=100")) {
      Load.Seen seen = run(server.port, plan(Load.Exchange.ECHO, new byte[10], 2000, 1000));
      // Not one exchange a connection is late, but all that were due in those 300 ms.
      assertTrue(seen.latencies().getValueAtPercentile(75) > 20_000_000);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 100})
  void noExchangeIsFasterThanTheDelayOfItsServer(double rate) throws Exception {
    try (Peers server = Peers.serve(ServerKind.ECHO, "delay=20ms@accept")) {
      Load.Seen seen = run(server.port, plan(Load.Exchange.ECHO, new byte[10], rate, 100));
      assertEquals(100, seen.exchanges());
      assertTrue(seen.latencies().getMinValue() >= 19_900_000, seen.latencies()::toString);
    }
  }

  @Test
  void sizesAreDrawnFromTheirRange() throws Exception {
    try (Peers server = Peers.serve(ServerKind.ECHO)) {
      ByteBuffer message = ByteBuffer.allocate(1000);
      Load.Plan drawn = new Load.Plan(Load.Exchange.ECHO, message, 100, 20, 0, Duration.ZERO, 5000);
      long bytes = run(server.port, drawn).bytes();
      // Even between 100 and 1000: 550 on average, give or take 4 of its standard deviation.
      assertTrue(Math.abs(bytes / 5000.0 - 550) < 15, bytes + " bytes");
    }
  }

  @Test
  void whatAServerThatStallsForEverLeavesUnansweredIsCounted() throws Exception {
    try (Peers server = Peers.serve(ServerKind.ECHO, "stall@after=100");
        EventLoop loop = EventLoop.start("load under test", PeerObserver.NONE)) {
      List<SocketAddress> target =
          List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port));
      Load.Plan plan = plan(Load.Exchange.ECHO, new byte[10], 2000, Long.MAX_VALUE);
      Load load = Load.start(loop, target, plan, ClientOptions.DEFAULT);
      long answered = 0;
      while (answered < 200) {
        answered += load.take().exchanges();
      }
      // Twenty connections with one begun each; the others could not even begin.
      Load.Unanswered left = load.unanswered();
      while (left.count() < 40) {
        left = load.unanswered();
      }
      assertTrue(left.oldest().toMillis() > 0);
      assertEquals(0, load.take().exchanges());
    }
  }

  @Test
  void connectionsAreRampedUp() throws Exception {
    try (Peers server = Peers.serve(ServerKind.ECHO)) {
      ByteBuffer message = ByteBuffer.allocate(10);
      Load.Plan ramped =
          new Load.Plan(Load.Exchange.ECHO, message, 10, 20, 0, Duration.ofDays(20), 300);
      Load.Seen seen = run(server.port, ramped);
      assertEquals(300, seen.exchanges());
      server.await(PeerEvent.Accepted.class);
      assertEquals(0, server.events.stream().filter(PeerEvent.Accepted.class::isInstance).count());
    }
  }

  @Test
  void refusedConnectionsAreCountedByErrno() throws Exception {
    try (ClosedPort closed = new ClosedPort()) {
      Load.Seen seen = run(closed.number(), plan(Load.Exchange.ECHO, new byte[1], 0, 10));
      assertEquals(0, seen.exchanges());
      assertEquals(List.of("ECONNREFUSED"), List.copyOf(seen.errors().keySet()));
    }
  }

  /** As of a certificate that is not trusted: it has no errno, and the server closed nothing. */
  @Test
  void aConnectionThatFailedIsCountedUnderItsReason() {
    assertEquals("ECONNRESET", Load.word(Ending.of(new IOException("Connection reset by peer"))));
    assertEquals("TLS: not trusted", Load.word(Ending.of(new IOException("TLS: not trusted"))));
    assertEquals("closed early", Load.word(Ending.CLOSED));
  }
}

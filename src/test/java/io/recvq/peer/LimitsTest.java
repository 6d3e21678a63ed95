package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Endpoint;
import io.recvq.sockets.InetRow;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server allows, seen by its clients. */
@Timeout(120)
class LimitsTest {
  private static ServerOptions options(OptionalInt most, Optional<Duration> idle, boolean once) {
    return new ServerOptions(5, most, idle, once, false, SocketSettings.DEFAULT, EffectPlan.NONE);
  }

  private static int echo(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }

  @Test
  void aConnectionBeyondTheMostWaitsInTheAcceptQueueUntilAnotherEnds() throws Exception {
    ServerOptions one = options(OptionalInt.of(1), Optional.empty(), false);
    try (Peers server = Peers.serve(ServerKind.ECHO, one);
        Socket first = server.connect();
        Socket second = server.connect();
        SocketTable table = Machine.local().sockets()) {
      assertEquals('a', echo(first, 'a'));
      second.getOutputStream().write('b');
      Endpoint local = Endpoint.of((InetSocketAddress) second.getRemoteSocketAddress()).unmapped();
      Endpoint remote = Endpoint.of((InetSocketAddress) second.getLocalSocketAddress()).unmapped();
      long waiting = 0;
      while (waiting != 1 && !Thread.currentThread().isInterrupted()) {
        // Absent while the last packet of the handshake is still on its way.
        waiting = table.connection(local, remote).near().map(InetRow::recvQ).orElse(-1L);
      }
      assertEquals(1, waiting);
      first.close();
      assertEquals('b', second.getInputStream().read());
    }
  }

  @Test
  void aConnectionThatSaysNothingIsClosedAfterTheIdleTime() throws Exception {
    ServerOptions idle = options(OptionalInt.empty(), Optional.of(Duration.ofMillis(50)), false);
    long start = System.nanoTime();
    try (Peers server = Peers.serve(ServerKind.ECHO, idle);
        Socket socket = server.connect()) {
      assertEquals(-1, socket.getInputStream().read());
      assertTrue(System.nanoTime() - start >= 50_000_000);
      assertEquals(Ending.Kind.IDLE, server.await(PeerEvent.Closed.class).ending().kind());
    }
  }

  @Test
  void onceMeansThatTheServerEndsWithItsFirstConnection() throws Exception {
    try (Peers server =
        Peers.serve(ServerKind.ECHO, options(OptionalInt.empty(), Optional.empty(), true))) {
      try (Socket socket = server.connect()) {
        assertEquals('a', echo(socket, 'a'));
      }
      server.loop.ended().get(60, TimeUnit.SECONDS);
    }
  }
}

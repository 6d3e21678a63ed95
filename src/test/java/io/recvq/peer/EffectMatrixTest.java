package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Endpoint;
import io.recvq.sockets.InetRow;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each effect at each moment, seen by the client of an application server and in its socket. */
@Timeout(120)
class EffectMatrixTest {
  private static final int REQUEST_BYTES = 146;
  private static final int RESPONSE_BYTES = 148;

  /**
   * A moment, and where it is.
   *
   * <p>{@code read} and {@code sent} are the server's bytes when an effect of the request begins,
   * {@code output} those sent when one of the output does.
   */
  enum At {
    ACCEPT("accept", 0, 0, 0),
    AFTER("after=50", 50, 0, 50),
    LENGTH("length", 1, 0, 1),
    HEADER("header", 53, 0, 53),
    CONTENT("content", 125, 0, 126),
    RESPONSE("response", REQUEST_BYTES, 0, 0),
    IN_RESPONSE("in-response", REQUEST_BYTES, 74, 74);

    final String word;
    final int read;
    final int sent;
    final int output;

    At(String word, int read, int sent, int output) {
      this.word = word;
      this.read = read;
      this.sent = sent;
      this.output = output;
    }
  }

  private static byte[] good = new byte[0];

  @BeforeAll
  static void learnTheGoodResponse() throws IOException {
    try (Peers server = Peers.serve(ServerKind.APP);
        Socket socket = server.connect()) {
      socket.getOutputStream().write(Peers.request());
      good = Peers.readToEnd(socket).bytes();
    }
    assertEquals(RESPONSE_BYTES, good.length);
  }

  /** Sends the request, which a server that leaves early may answer with a reset. */
  private static void ask(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write(Peers.request());
    } catch (java.net.SocketException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(At.class)
  void aStallLeavesTheRestInTheKernel(At at) throws Exception {
    try (Peers server = Peers.serve(ServerKind.APP, "stall@" + at.word);
        Socket socket = server.connect();
        SocketTable table = Machine.local().sockets()) {
      ask(socket);
      assertArrayEquals(Arrays.copyOf(good, at.sent), socket.getInputStream().readNBytes(at.sent));
      server.await(PeerEvent.EffectBegan.class);
      Endpoint client = Endpoint.of((InetSocketAddress) socket.getLocalSocketAddress()).unmapped();
      Endpoint service =
          Endpoint.of((InetSocketAddress) socket.getRemoteSocketAddress()).unmapped();
      long waiting = -1;
      while (waiting != REQUEST_BYTES - at.read && !Thread.currentThread().isInterrupted()) {
        waiting = table.connection(service, client).near().map(InetRow::recvQ).orElse(-1L);
      }
      assertEquals(REQUEST_BYTES - at.read, waiting);
      assertEquals(0, socket.getInputStream().available());
    }
  }

  @ParameterizedTest
  @EnumSource(At.class)
  void aCloseEndsTheConnectionThere(At at) throws Exception {
    try (Peers server = Peers.serve(ServerKind.APP, "close@" + at.word);
        Socket socket = server.connect()) {
      ask(socket);
      Peers.Received received = Peers.readToEnd(socket);
      PeerEvent.Closed closed = server.await(PeerEvent.Closed.class);
      assertEquals(at.read, closed.bytesIn());
      assertEquals(at.sent, closed.bytesOut());
      // Unread bytes make a reset of a close; then what was sent may be lost.
      if (!received.reset()) {
        assertArrayEquals(Arrays.copyOf(good, at.sent), received.bytes());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(At.class)
  void aHalfCloseEndsTheSendingThereAndReadsOn(At at) throws Exception {
    try (Peers server = Peers.serve(ServerKind.APP, "half-close@" + at.word)) {
      try (Socket socket = server.connect()) {
        ask(socket);
        Peers.Received received = Peers.readToEnd(socket);
        assertFalse(received.reset());
        assertArrayEquals(Arrays.copyOf(good, at.sent), received.bytes());
      }
      PeerEvent.Closed closed = server.await(PeerEvent.Closed.class);
      assertEquals(Ending.Kind.CLOSED, closed.ending().kind());
      assertEquals(REQUEST_BYTES, closed.bytesIn());
    }
  }

  @ParameterizedTest
  @EnumSource(At.class)
  void aTruncatedResponseEndsInOrderThere(At at) throws Exception {
    try (Peers server = Peers.serve(ServerKind.APP, "truncate@" + at.word);
        Socket socket = server.connect()) {
      ask(socket);
      Peers.Received received = Peers.readToEnd(socket);
      assertFalse(received.reset());
      assertArrayEquals(Arrays.copyOf(good, at.output), received.bytes());
    }
  }

  @ParameterizedTest
  @EnumSource(At.class)
  void oneByteIsInvertedThere(At at) throws Exception {
    try (Peers server = Peers.serve(ServerKind.APP, "corrupt@" + at.word);
        Socket socket = server.connect()) {
      ask(socket);
      byte[] bad = Peers.readToEnd(socket).bytes();
      byte[] expected = good.clone();
      expected[at.output] = (byte) ~expected[at.output];
      assertArrayEquals(expected, bad);
    }
  }

  @ParameterizedTest
  @EnumSource(At.class)
  void smallWritesBeginThere(At at) throws Exception {
    ServerOptions options = Peers.options("slice=7@" + at.word);
    ServerOptions shown =
        new ServerOptions(
            options.backlog(),
            options.maxConnections(),
            options.idleTimeout(),
            options.once(),
            true,
            options.sockets(),
            options.effects());
    try (Peers server = Peers.serve(ServerKind.APP, shown);
        Socket socket = server.connect()) {
      ask(socket);
      assertArrayEquals(good, Peers.readToEnd(socket).bytes());
      long offset = 0;
      while (offset < RESPONSE_BYTES) {
        PeerEvent.Data data = server.await(PeerEvent.Data.class);
        if (!data.received()) {
          assertEquals(offset, data.offset());
          int most = offset < at.output ? at.output : 7;
          assertTrue(data.count() <= most, data.count() + " bytes at " + offset);
          offset += data.count();
        }
      }
    }
  }

  static Stream<Arguments> slowEffects() {
    return Stream.of("stall=2ms", "delay=2ms", "jitter=2ms", "dribble=50us", "throttle=200k")
        .flatMap(effect -> Stream.of(At.values()).map(at -> Arguments.of(effect, at)));
  }

  @ParameterizedTest
  @MethodSource("slowEffects")
  void whatOnlySlowsDownBeginsAtItsMomentAndDeliversEveryByte(String effect, At at)
      throws Exception {
    try (Peers server = Peers.serve(ServerKind.APP, effect + "@" + at.word);
        Socket socket = server.connect()) {
      ask(socket);
      Peers.Received received = Peers.readToEnd(socket);
      assertFalse(received.reset());
      assertArrayEquals(good, received.bytes());
      assertEquals(
          List.of(effect + "@" + at.word),
          List.of(server.await(PeerEvent.EffectBegan.class).effect()));
    }
  }
}

package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Endpoint;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each effect at each moment of a client, and of a proxy towards the server, seen by the server and
 * in its socket.
 */
@Timeout(120)
class ClientEffectMatrixTest {
  private static final int REQUEST_BYTES = 146;

  private static final byte[] REQUEST = Peers.request();
  private static byte[] response = new byte[0];

  /** A moment of a client, how much of the request it has sent then, and of the response read. */
  enum At {
    ACCEPT("accept", 0, 0),
    AFTER("after=50", 50, 0),
    LENGTH("length", 1, 0),
    HEADER("header", 53, 0),
    CONTENT("content", 125, 0),
    RESPONSE("response", REQUEST_BYTES, 0),
    IN_RESPONSE("in-response", REQUEST_BYTES, 1);

    final String word;
    final int sent;
    final int read;

    At(String word, int sent, int read) {
      this.word = word;
      this.sent = sent;
      this.read = read;
    }

    boolean isInRequest() {
      return sent < REQUEST_BYTES;
    }
  }

  @BeforeAll
  static void learnTheGoodResponse() throws IOException {
    assertEquals(REQUEST_BYTES, REQUEST.length);
    try (Peers server = Peers.serve(ServerKind.APP);
        Socket socket = server.connect()) {
      socket.getOutputStream().write(REQUEST);
      response = Peers.readToEnd(socket).bytes();
    }
  }

  static Stream<Arguments> moments() {
    return Stream.of(BadClients.Who.values())
        .flatMap(who -> Stream.of(At.values()).map(at -> Arguments.of(who, at)));
  }

  /** Answers a whole request, which a client that has left answers with a reset. */
  private static void answer(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write(response);
    } catch (SocketException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  /** Takes what is sent up to the moment; answers where that is the whole request. */
  private static byte[] serve(Socket socket, At at) throws IOException {
    byte[] came = socket.getInputStream().readNBytes(at.sent);
    if (!at.isInRequest()) {
      answer(socket);
    }
    return came;
  }

  @ParameterizedTest
  @MethodSource("moments")
  void aResetComesExactlyThere(BadClients.Who who, At at) throws Exception {
    try (BadClients bad = BadClients.start(who, "reset@" + at.word);
        Socket socket = bad.accept()) {
      assertArrayEquals(Arrays.copyOf(REQUEST, at.sent), serve(socket, at));
      Peers.Received rest = Peers.readToEnd(socket);
      assertTrue(rest.reset());
      assertEquals(0, rest.bytes().length);
      assertTrue(bad.client.response().isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("moments")
  void aCloseIsAnEndThereAndWhatIsWrittenAfterItIsRefused(BadClients.Who who, At at)
      throws Exception {
    try (BadClients bad = BadClients.start(who, "close@" + at.word);
        Socket socket = bad.accept()) {
      assertArrayEquals(Arrays.copyOf(REQUEST, at.sent), serve(socket, at));
      // The JDK ends its sending before it closes: a FIN, and a RST behind it for unread bytes.
      Peers.Received rest = Peers.readToEnd(socket);
      assertFalse(rest.reset());
      assertEquals(0, rest.bytes().length);
      assertThrows(SocketException.class, () -> writeForEver(socket));
    }
  }

  private static void writeForEver(Socket socket) throws IOException {
    while (true) {
      socket.getOutputStream().write('x');
    }
  }

  @ParameterizedTest
  @MethodSource("moments")
  void afterAHalfCloseTheResponseIsStillRead(BadClients.Who who, At at) throws Exception {
    try (BadClients bad = BadClients.start(who, "half-close@" + at.word);
        Socket socket = bad.accept()) {
      assertArrayEquals(Arrays.copyOf(REQUEST, at.sent), serve(socket, at));
      if (at.isInRequest()) {
        assertEquals(-1, socket.getInputStream().read());
        answer(socket);
      }
      socket.shutdownOutput();
      assertFalse(Peers.readToEnd(socket).reset());
      bad.awaitResponse();
    }
  }

  @ParameterizedTest
  @MethodSource("moments")
  void aTruncatedRequestIsFollowedByNothing(BadClients.Who who, At at) throws Exception {
    try (BadClients bad = BadClients.start(who, "truncate@" + at.word);
        Socket socket = bad.accept()) {
      assertArrayEquals(Arrays.copyOf(REQUEST, at.sent), serve(socket, at));
      if (at.isInRequest()) {
        bad.awaitEffect();
        answer(socket);
      }
      Peers.Received rest = Peers.readToEnd(socket);
      assertFalse(rest.reset());
      assertEquals(0, rest.bytes().length);
      bad.awaitResponse();
    }
  }

  @ParameterizedTest
  @MethodSource("moments")
  void oneByteOfTheRequestIsInvertedThere(BadClients.Who who, At at) throws Exception {
    try (BadClients bad = BadClients.start(who, "corrupt@" + at.word);
        Socket socket = bad.accept()) {
      byte[] expected = REQUEST.clone();
      if (at.isInRequest()) {
        expected[at.sent] = (byte) ~expected[at.sent];
      }
      assertArrayEquals(expected, socket.getInputStream().readNBytes(REQUEST_BYTES));
      answer(socket);
      assertFalse(Peers.readToEnd(socket).reset());
      bad.awaitResponse();
    }
  }

  @ParameterizedTest
  @MethodSource("moments")
  void aStalledClientSendsNoMoreAndLeavesTheResponseInItsKernel(BadClients.Who who, At at)
      throws Exception {
    try (BadClients bad = BadClients.start(who, "stall@" + at.word);
        Socket socket = bad.accept();
        SocketTable table = Machine.local().sockets()) {
      assertArrayEquals(
          Arrays.copyOf(REQUEST, at.sent), socket.getInputStream().readNBytes(at.sent));
      answer(socket);
      bad.awaitEffect();
      Endpoint server = Endpoint.of((InetSocketAddress) socket.getLocalSocketAddress()).unmapped();
      Endpoint client = Endpoint.of((InetSocketAddress) socket.getRemoteSocketAddress()).unmapped();
      long waiting = -1;
      while (waiting != response.length - at.read && !Thread.currentThread().isInterrupted()) {
        waiting = table.connection(client, server).near().orElseThrow().recvQ();
      }
      assertEquals(response.length - at.read, waiting);
      assertEquals(0, socket.getInputStream().available());
    }
  }

  static Stream<Arguments> slowEffects() {
    return Stream.of(
            "stall=2ms", "delay=2ms", "jitter=2ms", "slice=7", "dribble=50us", "throttle=200k")
        .flatMap(effect -> moments().map(m -> Arguments.of(m.get()[0], m.get()[1], effect)));
  }

  @ParameterizedTest
  @MethodSource("slowEffects")
  void whatOnlySlowsDownBeginsThereAndDeliversEveryByte(BadClients.Who who, At at, String effect)
      throws Exception {
    try (BadClients bad = BadClients.start(who, effect + "@" + at.word);
        Socket socket = bad.accept()) {
      assertArrayEquals(REQUEST, socket.getInputStream().readNBytes(REQUEST_BYTES));
      answer(socket);
      bad.awaitEffect();
      assertFalse(Peers.readToEnd(socket).reset());
      bad.awaitResponse();
    }
  }
}

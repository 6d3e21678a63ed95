package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.AddressSpec;
import io.recvq.protocol.FrameLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each effect at each moment of a proxy in front of a good application server, seen by the client:
 * what a server that misbehaves itself shows, a proxy shows in its place.
 */
@Timeout(120)
class ProxyEffectMatrixTest {
  private static Peers server;
  private static byte[] good = new byte[0];

  @BeforeAll
  static void startTheGoodServer() throws IOException {
    server = Peers.serve(ServerKind.APP);
    try (Socket socket = server.connect()) {
      socket.getOutputStream().write(Peers.request());
      good = Peers.readToEnd(socket).bytes();
    }
  }

  @AfterAll
  static void stopTheGoodServer() {
    server.close();
  }

  /** What a client sees, and what the proxy tells. */
  private record Seen(Peers.Received received, BlockingQueue<PeerEvent> events) {}

  private static Seen ask(String effect) throws Exception {
    BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
    try (EventLoop loop = EventLoop.start("bad proxy", events::add)) {
      Proxy proxy =
          Proxy.open(
              loop,
              AddressSpec.parse("127.0.0.1:0"),
              List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port)),
              ServerOptions.DEFAULT.with(EffectPlan.of(EffectSpec.parse(effect))),
              ClientOptions.DEFAULT,
              Proxy.Toward.CLIENT,
              FrameLimits.DEFAULT);
      int port = proxy.endpoint().orElseThrow().port();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(Peers.request());
        return new Seen(Peers.readToEnd(socket), events);
      } catch (SocketException e) {
        // Reset before the request was written: the same answer, seen earlier.
        return new Seen(new Peers.Received(new byte[0], true), events);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(EffectMatrixTest.At.class)
  void aResetReachesTheClientAfterNoMoreThanTheBytesBeforeIt(EffectMatrixTest.At at)
      throws Exception {
    Peers.Received received = ask("reset@" + at.word).received();
    assertTrue(received.reset());
    byte[] bytes = received.bytes();
    assertTrue(bytes.length <= at.sent);
    assertArrayEquals(Arrays.copyOf(good, bytes.length), bytes);
  }

  @ParameterizedTest
  @EnumSource(EffectMatrixTest.At.class)
  void aCloseReachesTheClientAfterNoMoreThanTheBytesBeforeIt(EffectMatrixTest.At at)
      throws Exception {
    Peers.Received received = ask("close@" + at.word).received();
    // Unread bytes make a reset of a close; then what was sent may be lost.
    byte[] bytes = received.bytes();
    assertTrue(received.reset() ? bytes.length <= at.sent : bytes.length == at.sent);
    assertArrayEquals(Arrays.copyOf(good, bytes.length), bytes);
  }

  @ParameterizedTest
  @EnumSource(EffectMatrixTest.At.class)
  void aHalfCloseEndsTheResponseThere(EffectMatrixTest.At at) throws Exception {
    Peers.Received received = ask("half-close@" + at.word).received();
    assertFalse(received.reset());
    assertArrayEquals(Arrays.copyOf(good, at.sent), received.bytes());
  }

  @ParameterizedTest
  @EnumSource(EffectMatrixTest.At.class)
  void aTruncatedResponseEndsInOrderThere(EffectMatrixTest.At at) throws Exception {
    Peers.Received received = ask("truncate@" + at.word).received();
    assertFalse(received.reset());
    assertArrayEquals(Arrays.copyOf(good, at.output), received.bytes());
  }

  @ParameterizedTest
  @EnumSource(EffectMatrixTest.At.class)
  void oneByteOfTheResponseIsInvertedThere(EffectMatrixTest.At at) throws Exception {
    byte[] expected = good.clone();
    expected[at.output] = (byte) ~expected[at.output];
    assertArrayEquals(expected, ask("corrupt@" + at.word).received().bytes());
  }

  static Stream<Arguments> slowEffects() {
    return Stream.of(
            "stall=2ms", "delay=2ms", "jitter=2ms", "slice=7", "dribble=50us", "throttle=200k")
        .flatMap(
            effect -> Stream.of(EffectMatrixTest.At.values()).map(at -> Arguments.of(effect, at)));
  }

  @ParameterizedTest
  @MethodSource("slowEffects")
  void whatOnlySlowsDownBeginsThereAndDeliversEveryByte(String effect, EffectMatrixTest.At at)
      throws Exception {
    Seen seen = ask(effect + "@" + at.word);
    assertFalse(seen.received().reset());
    assertArrayEquals(good, seen.received().bytes());
    assertEquals(
        List.of(effect + "@" + at.word),
        seen.events().stream()
            .filter(PeerEvent.EffectBegan.class::isInstance)
            .map(event -> ((PeerEvent.EffectBegan) event).effect())
            .toList());
  }
}

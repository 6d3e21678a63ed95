package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every effect at its moments, seen from the other side of the connection. */
@Timeout(120)
class EffectsTest {
  private static final int REQUEST_BYTES = 146;
  private static final int HEADER_BYTES = 103;
  private static final int RESPONSE_BYTES = 148;

  private static Peers.Received exchange(Peers server) throws IOException {
    try (Socket socket = server.connect()) {
      socket.getOutputStream().write(Peers.request());
      return Peers.readToEnd(socket);
    } catch (java.net.SocketException e) {
      return new Peers.Received(new byte[0], true);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "accept, 0, 0",
    "after=50, 50, 0",
    "length, 1, 0",
    "header, 53, 0",
    "content, 125, 0",
    "response, 146, 0",
    "in-response, 146, 74"
  })
  void aResetHappensExactlyAtItsMoment(String moment, long bytesIn, long bytesOut)
      throws Exception {
    try (Peers server = Peers.serve(ServerKind.APP, "reset@" + moment)) {
      Peers.Received received = exchange(server);
      assertTrue(received.reset());
      PeerEvent.Closed closed = server.await(PeerEvent.Closed.class);
      assertEquals(Ending.Kind.RESET_BY_US, closed.ending().kind());
      assertEquals(bytesIn, closed.bytesIn());
      assertEquals(bytesOut, closed.bytesOut());
    }
  }

  private static Peers.Received exchangeThree(Peers server) throws IOException {
    byte[] one = Peers.request();
    byte[] three = new byte[3 * one.length];
    for (int i = 0; i < three.length; i++) {
      three[i] = one[i % one.length];
    }
    try (Socket socket = server.connect()) {
      socket.getOutputStream().write(three);
      socket.shutdownOutput();
      return Peers.readToEnd(socket);
    } catch (java.net.SocketException e) {
      return new Peers.Received(new byte[0], true);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "length=2, 147, 0",
    "header=3, 345, 0",
    "content=2, 271, 0",
    "response=2, 438, 148",
    "in-response=3, 438, 370"
  })
  void aMomentOfALaterFrameIsThatOfThatFrame(String moment, long bytesIn, long leastOut)
      throws Exception {
    try (Peers server = Peers.serveMany("reset@" + moment)) {
      assertTrue(exchangeThree(server).reset());
      PeerEvent.Closed closed = server.await(PeerEvent.Closed.class);
      assertEquals(Ending.Kind.RESET_BY_US, closed.ending().kind());
      assertEquals(bytesIn, closed.bytesIn());
      if (moment.contains("response")) {
        assertEquals(leastOut, closed.bytesOut());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "corrupt@content=each, 126",
    "corrupt@header=each, 53",
    "corrupt@in-response=each, 74"
  })
  void anEffectOfEachFrameBeginsAnewInEach(String effect, int position) throws Exception {
    byte[] good;
    try (Peers server = Peers.serveMany()) {
      good = exchangeThree(server).bytes();
    }
    assertEquals(3 * RESPONSE_BYTES, good.length);
    try (Peers server = Peers.serveMany(effect)) {
      byte[] bad = exchangeThree(server).bytes();
      for (int frame = 0; frame < 3; frame++) {
        int where = frame * RESPONSE_BYTES + position;
        assertEquals(where, Arrays.mismatch(good, bad));
        bad[where] = good[where];
      }
      assertArrayEquals(good, bad);
    }
  }

  @Test
  void aStallInEachHeaderHappensAsOftenAsThereAreFrames() throws Exception {
    try (Peers server = Peers.serveMany("stall=5ms@header=each")) {
      Peers.Received received = exchangeThree(server);
      assertEquals(3 * RESPONSE_BYTES, received.bytes().length);
      server.await(PeerEvent.EffectBegan.class);
      server.await(PeerEvent.EffectBegan.class);
      server.await(PeerEvent.EffectBegan.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"close@in-response", "half-close@in-response", "truncate@in-response"})
  void aResponseThatIsCutEndsInOrderAfterHalfOfIt(String effect) throws Exception {
    try (Peers server = Peers.serve(ServerKind.APP, effect)) {
      Peers.Received received = exchange(server);
      assertFalse(received.reset());
      assertEquals(RESPONSE_BYTES / 2, received.bytes().length);
    }
  }

  @Test
  void afterAHalfCloseTheOtherDirectionIsStillRead() throws Exception {
    try (Peers server = Peers.serve(ServerKind.DISCARD, "half-close@after=10")) {
      try (Socket socket = server.connect()) {
        socket.getOutputStream().write(new byte[10]);
        assertEquals(-1, socket.getInputStream().read());
        socket.getOutputStream().write(new byte[90]);
      }
      PeerEvent.Closed closed = server.await(PeerEvent.Closed.class);
      assertEquals(Ending.Kind.CLOSED, closed.ending().kind());
      assertEquals(100, closed.bytesIn());
    }
  }

  @ParameterizedTest
  @CsvSource({"accept, 0", "length, 1", "header, 53", "content, 125"})
  void oneByteIsCorruptedExactlyAtItsMoment(String moment, int position) throws Exception {
    byte[] good;
    try (Peers server = Peers.serve(ServerKind.APP)) {
      good = exchange(server).bytes();
    }
    try (Peers server = Peers.serve(ServerKind.APP, "corrupt@" + moment)) {
      byte[] bad = exchange(server).bytes();
      assertEquals(RESPONSE_BYTES, bad.length);
      int where = Arrays.mismatch(good, bad);
      int expected = moment.equals("content") ? 2 + HEADER_BYTES + 21 : position;
      assertEquals(expected, where);
      bad[where] = good[where];
      assertArrayEquals(good, bad);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "slice=7",
        "dribble=1ms",
        "delay=20ms",
        "jitter=20ms",
        "throttle=20k",
        "throttle=write:20k",
        "throttle=read:20k@header",
        "stall=20ms",
        "stall=20ms@in-response",
        "slow-accept=1ms"
      })
  void whatOnlySlowsDownDeliversEveryByteInTheEnd(String effect) throws Exception {
    try (Peers server = Peers.serve(ServerKind.APP, effect)) {
      Peers.Received received = exchange(server);
      assertFalse(received.reset());
      assertEquals(RESPONSE_BYTES, received.bytes().length);
    }
  }

  @Test
  void aDelayLastsAtLeastItsTime() throws Exception {
    try (Peers server = Peers.serve(ServerKind.ECHO, "delay=150ms");
        Socket socket = server.connect()) {
      long start = System.nanoTime();
      socket.getOutputStream().write('x');
      assertEquals('x', socket.getInputStream().read());
      assertTrue(System.nanoTime() - start >= 150_000_000);
    }
  }

  @Test
  void aThrottledWriterIsNotFasterThanItsRate() throws Exception {
    try (Peers server = Peers.serve(ServerKind.CHARGEN, "throttle=write:100k");
        Socket socket = server.connect()) {
      long start = System.nanoTime();
      assertEquals(20_000, socket.getInputStream().readNBytes(20_000).length);
      assertTrue(System.nanoTime() - start >= 150_000_000);
    }
  }

  @Test
  void theBytesOfAStalledConnectionStayInTheKernelAndItEndsWithItsPeer() throws Exception {
    try (Peers server = Peers.serve(ServerKind.ECHO, "stall@after=10")) {
      server.loop.watchPeersBy((local, remote) -> true);
      try (Socket socket = server.connect()) {
        socket.getOutputStream().write(new byte[REQUEST_BYTES]);
      }
      PeerEvent.Closed closed = server.await(PeerEvent.Closed.class);
      assertEquals(10, closed.bytesIn());
      assertEquals("the peer has gone; its bytes were not read", closed.ending().detail());
    }
  }

  @Test
  void aServerThatRefusesLeavesItsClientsInTheAcceptQueue() throws Exception {
    try (Peers server = Peers.serve(ServerKind.ECHO, "refuse");
        Socket socket = server.connect()) {
      socket.setSoTimeout(50);
      socket.getOutputStream().write('x');
      assertThrows(java.net.SocketTimeoutException.class, () -> socket.getInputStream().read());
    }
  }

  @Test
  void theChoiceOfConnectionsDependsOnTheSeedAlone() {
    EffectPlan plan = new EffectPlan(java.util.List.of(EffectSpec.STALL), 1, 0.5, 42);
    EffectPlan.Chooser one = plan.chooser(true);
    EffectPlan.Chooser two = plan.chooser(true);
    int chosen = 0;
    for (int i = 0; i < 1000; i++) {
      boolean bad = one.next() != null;
      assertEquals(bad, two.next() != null);
      chosen += bad ? 1 : 0;
    }
    assertTrue(chosen > 400 && chosen < 600, chosen + " of 1000");
  }

  @Test
  void everyThirdConnectionMeansEveryThird() {
    EffectPlan.Chooser chooser =
        new EffectPlan(java.util.List.of(EffectSpec.STALL), 3, 1, 0).chooser(true);
    for (int i = 1; i <= 9; i++) {
      assertEquals(i % 3 == 0, chooser.next() != null);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sleep",
        "stall@noon",
        "slice",
        "slice=0",
        "reset=1",
        "throttle=up:1k",
        "delay=x",
        "refuse@header",
        "stall@after=x",
        "stall@after",
        "reset@header=0",
        "reset@header=all",
        "reset@accept=2"
      })
  void whatIsNoEffectIsRefusedWithAReason(String text) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> EffectSpec.parse(text));
    assertNotEquals("", String.valueOf(refusal.getMessage()));
  }
}

package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.AddressSpec;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the calls of a socket return in each of its modes, towards a plain socket of the JDK. */
@Timeout(120)
class TracedSocketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<SocketCall> calls = Collections.synchronizedList(new ArrayList<>());

  private TracedSocket connect(ServerSocket server, String mode)
      throws IOException, InterruptedException {
    return TracedSocket.connect(
        server.getLocalSocketAddress(),
        SocketSettings.DEFAULT,
        SocketMode.parse(mode),
        PATIENCE,
        calls::add);
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private List<String> story() {
    return calls.stream().map(call -> call.name() + " " + result(call)).toList();
  }

  private static String result(SocketCall call) {
    if (call.result() instanceof SocketCall.Returned returned) {
      return Integer.toString(returned.value());
    }
    return call.errno().map(Errno::toString).orElse(call.result().getClass().getSimpleName());
  }

  @Test
  void aBlockingReadReturnsWhenBytesHaveCome() throws Exception {
    try (ServerSocket server = server();
        TracedSocket client = connect(server, "blocking");
        Socket peer = server.accept()) {
      client.writeAll(ByteBuffer.wrap(new byte[3]));
      peer.getOutputStream().write(new byte[2]);
      assertEquals(2, client.read(ByteBuffer.allocate(10)));
      peer.close();
      assertEquals(-1, client.read(ByteBuffer.allocate(10)));
      assertEquals(List.of("connect 0", "write 3", "read 2", "read 0"), story());
    }
  }

  @Test
  void aNonBlockingReadIsRefusedUntilTheSocketIsReadable() throws Exception {
    try (ServerSocket server = server();
        TracedSocket client = connect(server, "nonblocking");
        Socket peer = server.accept()) {
      CountDownLatch refused = new CountDownLatch(1);
      Thread answering =
          new Thread(
              () -> {
                try {
                  refused.await();
                  peer.getOutputStream().write('x');
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              },
              "answering");
      answering.start();
      calls.clear();
      TracedSocket reader = client;
      Thread watching =
          new Thread(
              () -> {
                while (calls.isEmpty()) {
                  Thread.onSpinWait();
                }
                refused.countDown();
              },
              "watching");
      watching.start();
      assertEquals(1, reader.read(ByteBuffer.allocate(10)));
      answering.join();
      watching.join();
      assertEquals(List.of("read EAGAIN 11", "await readable 1", "read 1"), story());
    }
  }

  @Test
  void aReadWithATimeOutGivesUp() throws Exception {
    try (ServerSocket server = server();
        TracedSocket client = connect(server, "timeout=500ms")) {
      calls.clear();
      assertThrows(SocketTimeoutException.class, () -> client.read(ByteBuffer.allocate(10)));
      assertEquals(List.of("await readable TimedOut"), story());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "blocking, connect ECONNREFUSED 111",
    "nonblocking, getsockopt SO_ERROR ECONNREFUSED 111",
    "timeout=30s, getsockopt SO_ERROR ECONNREFUSED 111"
  })
  void aRefusedConnectionIsToldByTheCallThatLearnsOfIt(String mode, String last) throws Exception {
    ServerSocket gone = server();
    gone.close();
    OperationException refusal =
        assertThrows(
            OperationException.class,
            () ->
                TracedSocket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), gone.getLocalPort()),
                    SocketSettings.DEFAULT,
                    SocketMode.parse(mode),
                    PATIENCE,
                    calls::add));
    assertEquals(Errno.ECONNREFUSED, refusal.errno().orElseThrow());
    assertEquals(last, story().get(calls.size() - 1));
  }

  @ParameterizedTest
  @CsvSource({"blocking, BLOCKED", "nonblocking, REFUSED", "timeout=200ms, TIMED_OUT"})
  void aFullConnectionShowsInEachModeInItsOwnWay(String mode, Filler.Stop expected)
      throws Exception {
    try (EventLoop loop = EventLoop.start("stalled", PeerObserver.NONE)) {
      StalledServer server =
          StalledServer.open(loop, AddressSpec.parse("127.0.0.1:0"), ServerOptions.DEFAULT);
      InetSocketAddress address =
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(), server.endpoint().orElseThrow().port());
      Filler filler =
          Filler.connect(
              address,
              new SocketSettings(
                  OptionalInt.of(32 << 10),
                  OptionalInt.empty(),
                  java.util.Optional.empty(),
                  OptionalInt.empty(),
                  java.util.Optional.empty(),
                  java.util.Optional.empty(),
                  java.util.Optional.empty()),
              Filler.DEFAULT_CHUNK_BYTES,
              PATIENCE,
              SocketMode.parse(mode),
              calls::add);
      CountDownLatch never = new CountDownLatch(1);
      Filler.Stop stop =
          filler.fill(
              1L << 30,
              Duration.ofSeconds(2),
              time -> never.await(time.toMillis(), TimeUnit.MILLISECONDS));
      filler.close();
      assertEquals(expected, stop);
      long told =
          calls.stream()
              .filter(call -> call.name().equals("write"))
              .mapToLong(TracedSocketTest::taken)
              .sum();
      assertEquals(filler.acceptedBytes(), told);
      assertTrue(told > 0, story().toString());
    }
  }

  /** What happened between connecting and filling is no part of it. */
  @Test
  void theTimeToTheFirstRefusalBeginsWithTheFilling() throws Exception {
    try (EventLoop loop = EventLoop.start("stalled", PeerObserver.NONE)) {
      StalledServer server =
          StalledServer.open(loop, AddressSpec.parse("127.0.0.1:0"), ServerOptions.DEFAULT);
      int port = server.endpoint().orElseThrow().port();
      try (Filler filler =
          Filler.connect(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
              SocketSettings.DEFAULT,
              Filler.DEFAULT_CHUNK_BYTES,
              PATIENCE)) {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        long start = System.nanoTime();
        filler.fill(1L << 30, Duration.ZERO, time -> false);
        long sinceStart = System.nanoTime() - start;
        assertTrue(filler.timeToFirstRefusal().toNanos() <= sinceStart);
        assertTrue(filler.firstRefusalBytes().isPresent());
      }
    }
  }

  private static long taken(SocketCall call) {
    if (call.result() instanceof SocketCall.Returned returned) {
      return returned.value();
    }
    return call.result() instanceof SocketCall.CutShort cut ? cut.value() : 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sync", "timeout", "timeout=", "timeout=0", "timeout=x"})
  void whatIsNoModeIsRefusedWithAReason(String text) {
    assertThrows(IllegalArgumentException.class, () -> SocketMode.parse(text));
  }
}

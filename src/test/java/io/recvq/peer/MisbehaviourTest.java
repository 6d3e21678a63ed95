package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.AddressSpec;
import io.recvq.protocol.FrameLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Hundreds of connections at a time that misbehave on both sides at random leave nothing behind.
 * For longer than the build does it: {@code -Drecvq.misbehave=60s}.
 */
@Tag("once")
@Timeout(600)
class MisbehaviourTest {
  private static final int CONNECTIONS = 1000;
  private static final int SERVERS = 20;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final List<ServerKind> KINDS =
      List.of(ServerKind.APP, ServerKind.ECHO, ServerKind.CHAT, ServerKind.CHARGEN, ServerKind.ACK);
  private static final String[] EFFECTS = {
    "stall",
    "stall=5ms",
    "throttle=20k",
    "delay=3ms",
    "jitter=5ms",
    "slice=9",
    "dribble=1ms",
    "corrupt=3",
    "truncate",
    "reset",
    "half-close",
    "close"
  };
  private static final String[] MOMENTS = {
    "accept", "after=40", "length", "header", "content=each", "response", "in-response=each"
  };

  private final Random random = new Random(2024);

  private String effect() {
    return EFFECTS[random.nextInt(EFFECTS.length)] + "@" + MOMENTS[random.nextInt(MOMENTS.length)];
  }

  private EffectPlan plan() {
    List<EffectSpec> specs = List.of(EffectSpec.parse(effect()), EffectSpec.parse(effect()));
    return new EffectPlan(specs, 1 + random.nextInt(3), 0.8, random.nextLong());
  }

  /** A client that leaves in one of many ways after a while. */
  private static final class Unreliable implements Handler {
    private final int way;
    private final long nanos;

    Unreliable(int way, long nanos) {
      this.way = way;
      this.nanos = nanos;
    }

    @Override
    public void opened(Connection connection) {
      for (int i = 0; i <= way % 3; i++) {
        connection.write(ByteBuffer.wrap(Peers.request()));
      }
      connection.loop().schedule(nanos, () -> leave(connection));
    }

    private void leave(Connection connection) {
      switch (way) {
        case 0 -> connection.reset();
        case 1 -> connection.close();
        case 2 -> connection.endOutput();
        case 3 -> connection.closeWhenSent();
        default -> connection.pauseReading();
      }
    }

    @Override
    public void received(Connection connection, ByteBuffer bytes) {
      bytes.position(bytes.limit());
    }
  }

  private static int descriptors() throws IOException {
    int count = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path one : all) {
        count += one.toString().isEmpty() ? 0 : 1;
      }
    }
    return count;
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** One thousand connections to servers of many kinds. */
  private void round(EventLoop servers, List<InetSocketAddress> addresses, AtomicBoolean gone)
      throws Exception {
    gone.set(false);
    CountDownLatch begun = new CountDownLatch(CONNECTIONS);
    try (EventLoop clients = EventLoop.start("unreliable clients", PeerObserver.NONE)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        Unreliable client =
            new Unreliable(random.nextInt(6), TimeUnit.MILLISECONDS.toNanos(random.nextInt(200)));
        SocketAddress address = addresses.get(random.nextInt(addresses.size()));
        clients.execute(begun::countDown);
        Client.start(
            clients,
            List.of(address),
            new ClientOptions(
                Duration.ofSeconds(30), false, SocketSettings.DEFAULT, plan().chooser(false)),
            client,
            ending -> {},
            failure -> {});
      }
      assertTrue(begun.await(60, TimeUnit.SECONDS));
      CountDownLatch allLeft = new CountDownLatch(1);
      clients.execute(
          () -> clients.schedule(TimeUnit.MILLISECONDS.toNanos(300), allLeft::countDown));
      assertTrue(allLeft.await(60, TimeUnit.SECONDS));
    }
    gone.set(true);
    // Those whose peer nobody reads from any more are found by the watch for absent peers.
    List<ConnectionState> left = open(servers);
    for (long end = System.nanoTime() + PATIENCE_NANOS; !left.isEmpty(); left = open(servers)) {
      assertTrue(System.nanoTime() < end, "still open: " + left);
    }
    // The selector lets go of closed channels when it selects the next time.
    open(servers);
    open(servers);
  }

  private static List<ConnectionState> open(EventLoop loop) throws IOException {
    return loop.call(() -> loop.connections().stream().map(ConnectionState::of).toList());
  }

  /** Other tests of this process may leave less than before. */
  private static void assertNoMore(String what, int before, int after, int rounds) {
    assertTrue(after <= before, before + " " + what + ", after " + rounds + " rounds " + after);
  }

  @Test
  void nothingIsLeftOfThousandConnectionsThatMisbehaveAtRandom() throws Exception {
    Duration lasting = io.recvq.net.DurationText.parse(System.getProperty("recvq.misbehave", "1s"));
    AtomicBoolean gone = new AtomicBoolean();
    try (EventLoop servers = EventLoop.start("bad servers", PeerObserver.NONE)) {
      servers.watchPeersBy((local, remote) -> gone.get());
      List<InetSocketAddress> addresses = new ArrayList<>();
      for (int i = 0; i < SERVERS; i++) {
        ServerKind kind = KINDS.get(i % KINDS.size());
        Listener listener =
            Listener.open(
                servers,
                AddressSpec.parse("127.0.0.1:0"),
                ServerOptions.DEFAULT.with(plan()),
                kind.handlers(FrameLimits.DEFAULT, i % 2 == 0));
        addresses.add(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), listener.endpoint().orElseThrow().port()));
      }
      round(servers, addresses, gone);
      int descriptors = descriptors();
      int threads = Thread.activeCount();
      long memory = usedBytes();
      long end = System.nanoTime() + lasting.toNanos();
      int rounds = 0;
      do {
        round(servers, addresses, gone);
        rounds++;
      } while (System.nanoTime() < end);
      assertNoMore("descriptors", descriptors, descriptors(), rounds);
      assertNoMore("threads", threads, Thread.activeCount(), rounds);
      long grown = usedBytes() - memory;
      assertTrue(grown < 8 << 20, grown + " bytes more after " + rounds + " rounds");
    }
  }
}

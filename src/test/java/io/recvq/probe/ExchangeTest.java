package io.recvq.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.IpAddress;
import io.recvq.testing.NoSelectors;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a short exchange takes of a peer that does not play along. */
@Timeout(60)
class ExchangeTest {
  /** Each byte comes before the pause after the one before it is over. */
  @Test
  void aGreetingThatNeverEndsIsTakenUntilTheDeadline() throws Exception {
    ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long deadline = System.nanoTime() + Duration.ofMillis(500).toNanos();
      ProbeTarget target = ProbeTarget.of(IpAddress.LOOPBACK_V4);
      try (Exchange exchange = Exchange.open(target, listener.getLocalPort(), deadline);
          Socket peer = listener.accept()) {
        OutputStream out = peer.getOutputStream();
        ScheduledFuture<?> drops =
            dripping.scheduleAtFixedRate(() -> drip(out), 0, 5, TimeUnit.MILLISECONDS);
        int many = 1 << 20;
        assertTrue(exchange.greeting(many).length < many);
        drops.cancel(false);
      }
    } finally {
      dripping.shutdownNow();
    }
  }

  @Test
  void aSocketForWhichThereIsNoSelectorIsGivenBack() {
    NoSelectors system = new NoSelectors();
    ProbeTarget target = ProbeTarget.of(IpAddress.LOOPBACK_V4);
    IOException failure =
        assertThrows(IOException.class, () -> Exchange.open(system, target, 1, System.nanoTime()));
    assertEquals("Too many open files", failure.getMessage());
    assertEquals(1, system.opened().size());
    assertFalse(system.opened().get(0).isOpen());
  }

  private static void drip(OutputStream out) {
    try {
      out.write('x');
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

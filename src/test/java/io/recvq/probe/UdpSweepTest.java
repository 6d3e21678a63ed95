package io.recvq.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.IpAddress;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a sweep leaves behind that cannot go on. */
@Timeout(60)
class UdpSweepTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** One port stays silent while the answer of the other one cannot be told. */
  @Test
  void theSocketsInFlightAreClosedWhenTheSweepFails() throws Exception {
    // A loopback address that no other program of this machine is likely to use.
    InetAddress own = InetAddress.getByName("127.83.7.43");
    try (DatagramSocket silent = new DatagramSocket(0, own)) {
      int closed;
      try (DatagramSocket free = new DatagramSocket(0, own)) {
        closed = free.getLocalPort();
      }
      IllegalStateException failure = new IllegalStateException("cannot be told");
      boolean[] inFlight = new boolean[1];
      UdpSweep sweep =
          new UdpSweep(
              List.of(ProbeTarget.of(IpAddress.of(own))),
              new int[] {silent.getLocalPort(), closed},
              new SweepSettings(TIMEOUT, 0, 0, 16, System.nanoTime() + TIMEOUT.toNanos()),
              result -> {
                inFlight[0] = asked(silent.getLocalPort());
                throw failure;
              });
      assertEquals(failure, assertThrows(IllegalStateException.class, sweep::run));
      assertTrue(inFlight[0]);
      assertFalse(asked(silent.getLocalPort()));
    }
  }

  /** Whether a socket of this machine is connected to the port of 127.83.7.43 (proc_net_udp). */
  private static boolean asked(int port) {
    String remote = String.format(Locale.ROOT, " 2B07537F:%04X ", port);
    try {
      return Files.readAllLines(Path.of("/proc/net/udp")).stream()
          .anyMatch(line -> line.contains(remote));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

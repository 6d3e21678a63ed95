package io.recvq.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.recvq.net.Errno;
import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import io.recvq.sys.EphemeralPorts;
import io.recvq.sys.TcpConnects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TcpSweepTest {
  private static final ProbeTarget LOOPBACK = ProbeTarget.of(IpAddress.LOOPBACK_V4);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** The sweep's results by port; fails when a port is told twice. */
  private static Map<Integer, PortResult> sweep(
      ProbeTarget target, int[] ports, SweepSettings settings) throws Exception {
    Map<Integer, PortResult> results = new HashMap<>();
    new TcpSweep(
            List.of(target),
            ports,
            settings,
            result -> assertEquals(null, results.put(result.port(), result)))
        .run();
    assertEquals(ports.length, results.size());
    return results;
  }

  private static PortResult found(Map<Integer, PortResult> results, int port) {
    return Optional.ofNullable(results.get(port)).orElseThrow();
  }

  private static SweepSettings settings(int parallel) {
    return new SweepSettings(TIMEOUT, 1, 0, parallel, System.nanoTime() + TIMEOUT.toNanos() * 6);
  }

  private static List<ServerSocket> listeners(int count, InetAddress address) throws IOException {
    List<ServerSocket> listeners = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      listeners.add(new ServerSocket(0, 50, address));
    }
    return listeners;
  }

  @Test
  void findsExactlyTheListenersOnItsAddress() throws Exception {
    // An address of the loopback network that no other program of this machine is likely to use.
    ProbeTarget target = ProbeTarget.of(IpAddress.parse("127.83.7.29"));
    List<ServerSocket> listeners = listeners(20, target.address().toInetAddress());
    int[] ports = listeners.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    for (int i = 0; i < 10; i++) {
      listeners.get(i).close();
    }
    Map<Integer, PortResult> results = sweep(target, ports, settings(4096));
    for (int i = 0; i < 20; i++) {
      PortResult result = found(results, ports[i]);
      assertEquals(i < 10 ? PortState.CLOSED : PortState.OPEN, result.state());
      assertEquals(i < 10 ? ProbeReason.CONN_REFUSED : ProbeReason.SYN_ACK, result.reason());
      assertTrue(result.latencyNanos().isPresent());
    }
    for (ServerSocket listener : listeners) {
      listener.close();
    }
  }

  @Test
  void neverTakesAConnectionToItselfForAnOpenPort() throws Exception {
    ProbeTarget target = ProbeTarget.of(IpAddress.parse("127.83.7.30"));
    EphemeralPorts range = EphemeralPorts.ofThisMachine();
    int[] ports = IntStream.rangeClosed(range.low(), range.high()).toArray();
    for (int round = 0; round < 3; round++) {
      for (PortResult result : sweep(target, ports, settings(4096)).values()) {
        if (result.state() == PortState.OPEN) {
          assertListens(target, result.port());
        } else {
          assertEquals(PortState.CLOSED, result.state());
        }
      }
    }
  }

  /**
   * Some program may listen on all addresses: then a connect from a chosen local port succeeds. It
   * may have ended meanwhile: then another sweep finds the port closed.
   */
  private static void assertListens(ProbeTarget target, int port) throws Exception {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress("127.83.7.31", 0));
      socket.connect(new InetSocketAddress(target.address().toInetAddress(), port));
    } catch (ConnectException e) {
      PortResult again = found(sweep(target, new int[] {port}, settings(1)), port);
      assertEquals(PortState.CLOSED, again.state(), "port " + port);
    }
  }

  @Test
  void anAddressThatThisMachineCannotConnectToIsNotCalledFiltered() throws Exception {
    // A link-local address without its interface: connect answers EINVAL.
    ProbeTarget target = ProbeTarget.of(IpAddress.parse("fe80::1"));
    PortResult result = found(sweep(target, new int[] {80}, settings(10)), 80);
    assertEquals(PortState.UNKNOWN, result.state());
    assertEquals(ProbeReason.LOCAL_ERROR, result.reason());
    assertTrue(!result.detail().isEmpty() && result.latencyNanos().isEmpty(), result.toString());
  }

  @Test
  void oneSocketAtATimeIsEnough() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 50, IpAddress.LOOPBACK_V6.toInetAddress())) {
      ProbeTarget target = ProbeTarget.of(IpAddress.LOOPBACK_V6);
      Map<Integer, PortResult> results =
          sweep(target, new int[] {listener.getLocalPort()}, settings(1));
      assertEquals(PortState.OPEN, found(results, listener.getLocalPort()).state());
    }
  }

  @Test
  void aDeadlineTellsEveryPortAsNotFinished() throws Exception {
    SweepSettings over = new SweepSettings(TIMEOUT, 1, 0, 100, System.nanoTime() - 1);
    int[] ports = IntStream.rangeClosed(1, 10_000).toArray();
    for (PortResult result : sweep(LOOPBACK, ports, over).values()) {
      assertEquals(ProbeReason.NOT_FINISHED, result.reason());
      assertEquals(PortState.UNKNOWN, result.state());
    }
  }

  @Test
  void aStopFromTheListenerEndsIt() throws Exception {
    List<PortResult> results = new ArrayList<>();
    int[] ports = IntStream.rangeClosed(1, 20_000).toArray();
    TcpSweep[] sweep = new TcpSweep[1];
    sweep[0] =
        new TcpSweep(
            List.of(LOOPBACK),
            ports,
            settings(4096),
            result -> {
              results.add(result);
              sweep[0].stop();
            });
    sweep[0].run();
    assertEquals(20_000, results.size());
    assertTrue(results.stream().anyMatch(r -> r.reason() == ProbeReason.NOT_FINISHED));
  }

  @Test
  void aFullAcceptQueueIsFilteredOnlyAfterItsRetries() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Socket> waiting = new ArrayList<>();
      boolean full = false;
      while (!full) {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(listener.getLocalSocketAddress(), 300);
        } catch (IOException e) {
          full = true;
        }
      }
      SweepSettings brief =
          new SweepSettings(
              Duration.ofMillis(300), 2, 0, 100, System.nanoTime() + TIMEOUT.toNanos());
      PortResult result =
          found(
              sweep(LOOPBACK, new int[] {listener.getLocalPort()}, brief), listener.getLocalPort());
      assertEquals(PortState.FILTERED, result.state());
      assertEquals(ProbeReason.NO_RESPONSE, result.reason());
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  /** A number that is not below the limit of descriptors is refused (fcntl(2), F_DUPFD). */
  @Test
  void noMoreRoomIsAskedForThanThereMayBeDescriptors() {
    assertEquals(960, TcpSweep.room(960, 2048, 1));
    assertEquals(200, TcpSweep.room(960, 100, 1));
    assertEquals(100, TcpSweep.room(960, 100, 0));
    assertEquals(200, TcpSweep.room(960, 100, 5));
  }

  @Test
  void noWorkerIsLeftWorkingWhereAnotherOneCannotBeOpened() throws Exception {
    Set<Path> before = epolls();
    Set<Path> opened = new HashSet<>();
    TcpSweep sweep =
        new TcpSweep(
            List.of(LOOPBACK),
            new int[] {1, 2},
            settings(16),
            result -> fail("told of " + result),
            () -> {
              if (opened.isEmpty()) {
                TcpConnects first = TcpConnects.open();
                opened.addAll(epolls());
                opened.removeAll(before);
                return first;
              }
              throw OperationException.of("wait for connects", Errno.EMFILE, "");
            });
    assertThrows(OperationException.class, () -> sweep.openWorkers(2, 16));
    assertEquals(1, opened.size());
    assertTrue(Collections.disjoint(epolls(), opened));
  }

  /** What this process waits for events with, as descriptors in /proc/self/fd. */
  private static Set<Path> epolls() {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(TcpSweepTest::isEpoll).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEpoll(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals("anon_inode:[eventpoll]");
    } catch (IOException e) {
      // Closed meanwhile, as the one that lists the folder.
      return false;
    }
  }
}

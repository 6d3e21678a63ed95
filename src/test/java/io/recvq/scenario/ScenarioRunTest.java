package io.recvq.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Endpoint;
import io.recvq.scenario.ScenarioReader.Fault;
import io.recvq.scenario.ScenarioResult.Outcome;
import io.recvq.sys.Machine;
import io.recvq.testing.Needs;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** What a run leaves, and what it does when it is not as its file says. */
@Timeout(120)
class ScenarioRunTest {
  private static ScenarioResult run(
      Scenario scenario, boolean capture, Optional<Duration> limit, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    return ScenarioRun.run(
        scenario,
        new ScenarioRun.Settings(
            capture, limit, network -> EnvironmentReader.read(Machine.local(), network, "test")),
        stopped,
        call -> {});
  }

  private static ScenarioResult run(String steps) throws Exception {
    String text =
        """
        scenario: mine
        title: something
        symptom: EAGAIN
        ends:
          server: {listens: 127.0.0.1}
          client: {connects: server}
        steps:
          - server: listen
          - client: connect
          - server: accept
        """;
    return run(
        ScenarioReader.read(text + steps.indent(2), "mine.yaml", Fault.IN),
        false,
        Optional.empty(),
        () -> false);
  }

  @Test
  void aCallThatReturnsSomethingElseIsNotReproducedAndNamedWithItsLine() throws Exception {
    ScenarioResult result = run("- client: shutdown\n- server: read\n  expect: ECONNRESET");
    assertEquals(Outcome.NOT_REPRODUCED, result.outcome());
    assertEquals("server read: 0: end of stream, expected ECONNRESET (line 12)", result.summary());
  }

  @Test
  void aCallThatHangsWhereItShouldReturnIsGivenUpAndWoken() throws Exception {
    ScenarioResult result = run("- client: read\n  within: 50ms");
    assertEquals(Outcome.NOT_REPRODUCED, result.outcome());
    assertTrue(result.summary().startsWith("client read: has not returned after "));
    assertNoThreadIsLeft();
  }

  @Test
  void aListenerThatAnotherOneReplacesEndsWithTheRun() throws Exception {
    ScenarioResult result = run("- server: listen");
    assertEquals(Outcome.REPRODUCED, result.outcome(), result.summary());
    List<String> listening =
        result.timeLine().entries().stream()
            .filter(TimeLine.Call.class::isInstance)
            .map(TimeLine.Call.class::cast)
            .filter(call -> call.call().equals("listen"))
            .map(call -> call.result().substring(0, call.result().indexOf(',')))
            .toList();
    assertEquals(2, listening.size());
    for (String address : listening) {
      InetSocketAddress server = Endpoint.parse(address).toSocketAddress();
      assertThrows(ConnectException.class, () -> SocketChannel.open(server).close(), address);
    }
  }

  @Test
  void aNameThatHasNoAddressIsNotResolved() throws Exception {
    ScenarioResult result = run("- client: resolve\n  name: a..b");
    assertEquals(Outcome.NOT_REPRODUCED, result.outcome());
    assertTrue(result.summary().startsWith("client resolve: "), result.summary());
    assertTrue(result.summary().endsWith(", expected ok (line 11)"), result.summary());
  }

  @Test
  void aCallThatHangsReturnsOnceItCan() throws Exception {
    ScenarioResult result =
        run(
            """
            - client: read
              expect: hang
              for: 20ms
            - server: write
              bytes: 10
            - client: returns
              expect: 10 bytes
            """);
    assertEquals(Outcome.REPRODUCED, result.outcome(), result.summary());
  }

  @Test
  void aCallThatOnlySeemedToHangIsNoHang() throws Exception {
    ScenarioResult result =
        run(
            """
            - client: read
              expect: hang
              for: 20ms
            - server: write
              bytes: 10
            - wait: client recv-q = 0
            - server: shutdown
            - wait: client state = CLOSE_WAIT
            """);
    assertEquals(Outcome.NOT_REPRODUCED, result.outcome());
    assertEquals("client read: returned after all, expected hang (line 11)", result.summary());
  }

  @Test
  void theKernelThatDoesNotShowItIsQuoted() throws Exception {
    ScenarioResult result = run("- wait: client state = CLOSE_WAIT\n  within: 20ms");
    assertEquals(
        "the kernel did not show client state = CLOSE_WAIT within 20 ms; client state is"
            + " ESTABLISHED (line 11)",
        result.summary());
  }

  @Test
  void callsSamplesAndTheMomentOfFailureAreOnOneTimeLine() throws Exception {
    ScenarioResult result =
        run(Catalogue.load("reset-unread", Fault.IN), false, Optional.empty(), () -> false);
    assertEquals("client", result.failure().orElseThrow().end());
    assertTrue(result.failure().orElseThrow().what().startsWith("read: ECONNRESET 104"));
    List<Long> times = result.timeLine().entries().stream().map(TimeLine.Entry::atNanos).toList();
    assertEquals(times.stream().sorted().toList(), times);
    assertEquals(
        List.of("server", "client"),
        result.connections().stream().map(ScenarioResult.Watched::nearEnd).toList());
    assertTrue(
        result.timeLine().samples().stream()
            .anyMatch(
                sample ->
                    sample.of() == 1
                        && sample.connection().near().isPresent()
                        && sample
                            .connection()
                            .far()
                            .filter(far -> far.recvQ() == 1000)
                            .isPresent()),
        "both ends in one sample");
  }

  @Test
  void stoppedHalfWayItLeavesNothing() {
    AtomicInteger asked = new AtomicInteger();
    assertThrows(
        InterruptedException.class,
        () ->
            run(
                Catalogue.load("backpressure-hang", Fault.IN),
                false,
                Optional.empty(),
                () -> asked.incrementAndGet() > 4));
    assertNoThreadIsLeft();
  }

  @Test
  void theTimeLimitEndsIt() throws Exception {
    ScenarioResult result =
        run(
            Catalogue.load("backpressure-hang", Fault.IN),
            false,
            Optional.of(Duration.ofMillis(50)),
            () -> false);
    assertEquals(Outcome.NOT_REPRODUCED, result.outcome());
    assertEquals("not finished within its limit of 50 ms", result.summary());
    assertNoThreadIsLeft();
  }

  @Test
  void anAddressThatThisMachineHasNotIsNoAnswer() throws Exception {
    String text =
        """
        scenario: mine
        title: something
        symptom: EADDRNOTAVAIL
        ends:
          server: {listens: "2001:db8::7"}
        steps:
          - server: listen
            expect: EADDRINUSE
        """;
    Scenario scenario = ScenarioReader.read(text, "mine.yaml", Fault.IN);
    assertEquals(
        Outcome.COULD_NOT_LOOK, run(scenario, false, Optional.empty(), () -> false).outcome());
  }

  @Test
  void anOwnNetworkEndsWithTheRun() throws Exception {
    Needs.root();
    Set<String> before = networks();
    ScenarioResult result =
        run(Catalogue.load("ports-exhausted", Fault.IN), false, Optional.empty(), () -> false);
    assertEquals(Outcome.REPRODUCED, result.outcome(), result.summary());
    assertEquals("own", result.environment().network());
    assertEquals(
        "40000 40009", result.environment().settings().get("net.ipv4.ip_local_port_range"));
    assertNoThreadIsLeft();
    // The kernel's side of a thread ends a little after Java's.
    Set<String> after = networks();
    while (!after.equals(before) && !Thread.currentThread().isInterrupted()) {
      after = networks();
    }
    assertEquals(before, after);
  }

  /** The network namespaces in which this process has threads. */
  private static Set<String> networks() throws IOException {
    Set<String> networks = new TreeSet<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.toList()) {
        try {
          networks.add(Files.readSymbolicLink(thread.resolve("ns/net")).toString());
        } catch (IOException e) {
          // The thread has ended meanwhile.
        }
      }
    }
    return networks;
  }

  @Test
  void theDescriptorLimitIsPutBack() throws Exception {
    long before = Machine.local().descriptorLimit().orElseThrow();
    ScenarioResult result =
        run(Catalogue.load("out-of-descriptors", Fault.IN), false, Optional.empty(), () -> false);
    assertEquals(Outcome.REPRODUCED, result.outcome(), result.summary());
    assertEquals(before, Machine.local().descriptorLimit().orElseThrow());
  }

  @TestFactory
  Stream<DynamicTest> theWireShowsWhatTheFileSays() {
    return Catalogue.names().stream()
        .map(name -> Catalogue.load(name, Fault.IN))
        .filter(scenario -> !scenario.wire().isEmpty())
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.name(),
                    () -> {
                      Needs.root();
                      Needs.libpcap();
                      ScenarioResult result = run(scenario, true, Optional.empty(), () -> false);
                      assertEquals(Outcome.REPRODUCED, result.outcome(), result.summary());
                      assertEquals(Optional.empty(), result.wireNotLooked());
                      assertTrue(
                          result.evidence().stream().anyMatch(e -> e.startsWith("wire: ")),
                          result.evidence().toString());
                    }));
  }

  private static void assertNoThreadIsLeft() {
    List<String> left = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("scenario ") || thread.getName().equals("sampler")) {
        left.add(thread.getName());
      }
    }
    assertEquals(List.of(), left);
  }
}

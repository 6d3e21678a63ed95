package io.recvq.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.diagnose.LimitedBy;
import io.recvq.net.Endpoint;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.peer.SocketSettings;
import io.recvq.scenario.Backpressure.Conservation;
import io.recvq.scenario.Backpressure.Settings;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackpressureTest {
  private final List<TimeLine.Call> calls = new ArrayList<>();
  private final List<Endpoint> listening = new ArrayList<>();

  private final Backpressure.Watcher watcher =
      new Backpressure.Watcher() {
        @Override
        public void listening(Endpoint server) {
          listening.add(server);
        }

        @Override
        public void call(TimeLine.Call call) {
          calls.add(call);
        }
      };

  private static Settings settings(long maxBytes, Duration timeout) {
    return settings(Duration.ofMillis(300), maxBytes, timeout);
  }

  private static Settings settings(Duration settle, long maxBytes, Duration timeout) {
    return new Settings(
        settle,
        timeout,
        maxBytes,
        Duration.ofMillis(2),
        SocketSettings.DEFAULT,
        SocketSettings.DEFAULT);
  }

  private BackpressureResult run(Settings settings) throws IOException, InterruptedException {
    try (SocketTable table = Machine.local().sockets()) {
      return Backpressure.run(settings, table, () -> false, watcher);
    }
  }

  @Test
  void aReceiverThatStopsReadingIsNamedAndEveryByteIsAccountedFor() throws Exception {
    BackpressureResult result = run(settings(1L << 30, Duration.ofSeconds(60)));
    assertTrue(result.reproduced(), result.toString());
    assertEquals(LimitedBy.RECEIVER, result.verdict().orElseThrow().limitedBy());
    assertEquals(Optional.of("not-reading"), result.verdict().orElseThrow().cause());
    assertTrue(result.acceptedBytes() >= result.refusal().orElseThrow().acceptedBytes());
    assertEquals(result.acceptedBytes(), result.drain().orElseThrow().readBytes());
    assertFalse(result.timeLine().samples().isEmpty());
  }

  @Test
  void theTimeLineTellsEachCallInOrder() throws Exception {
    BackpressureResult result = run(settings(1L << 30, Duration.ofSeconds(60)));
    assertEquals(
        List.of("connect", "write", "write", "read", "read"),
        calls.stream().map(TimeLine.Call::call).toList());
    assertTrue(calls.get(1).result().startsWith(Errno.EAGAIN + " after "), calls.toString());
    List<Long> times = result.timeLine().entries().stream().map(TimeLine.Entry::atNanos).toList();
    assertEquals(times.stream().sorted().toList(), times);
  }

  @Test
  void withoutARefusalNothingIsReproduced() throws Exception {
    BackpressureResult result = run(settings(1000, Duration.ofSeconds(60)));
    assertFalse(result.reproduced());
    assertTrue(result.refusal().isEmpty());
    assertEquals(1000, result.acceptedBytes());
  }

  @Test
  void theTimeLimitEndsItWithAMessage() {
    OperationException e =
        assertThrows(
            OperationException.class,
            () -> run(settings(Duration.ofMinutes(10), 1L << 30, Duration.ofMillis(700))));
    assertEquals(
        "cannot reproduce backpressure: not finished within 700 ms; allow more with --timeout",
        e.getMessage());
    assertNothingIsLeft();
  }

  @Test
  void stoppedHalfWayItLeavesNothing() throws Exception {
    try (SocketTable table = Machine.local().sockets()) {
      assertThrows(
          InterruptedException.class,
          () ->
              Backpressure.run(
                  settings(1L << 30, Duration.ofSeconds(60)), table, () -> true, watcher));
    }
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() {
    List<String> threads =
        Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    assertFalse(threads.contains("stalled-server") || threads.contains("sampler"), "" + threads);
    Endpoint server = listening.get(0);
    assertThrows(
        IOException.class,
        () -> new Socket(server.address().toInetAddress(), server.port()).close());
  }

  @Test
  void bytesAreConservedWhenWhatIsNotSentAndWhatIsUnreadAddUp() {
    assertTrue(new Conservation(4251648, 4137472, 114176).holds());
    assertFalse(new Conservation(4251648, 4137472, 114175).holds());
  }
}

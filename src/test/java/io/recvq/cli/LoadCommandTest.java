package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.recvq.peer.Load;
import io.recvq.testing.ClosedPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LoadCommandTest {
  private static Captured load(int port, String... more) {
    String[] words = {"load", "echo", "127.0.0.1:" + port, "-c", "1", "--duration", "50ms"};
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return Captured.run(all);
  }

  @Test
  void anIntervalWithoutAnAnswerHasNoLatency() {
    Histogram latencies = new Histogram(3);
    assertEquals(
        "   1.0 s           0/s  nothing answered  0 connected  9 ECONNREFUSED",
        LoadText.line(seen(0, latencies, Map.of("ECONNREFUSED", 9L)), 1));
    latencies.recordValue(5_000);
    assertEquals(
        "   1.0 s           1/s  p50 5.00 µs  p99 5.00 µs  0 connected",
        LoadText.line(seen(1, latencies, Map.of()), 1));
  }

  private static Load.Seen seen(long exchanges, Histogram latencies, Map<String, Long> errors) {
    return new Load.Seen(Duration.ofSeconds(1), exchanges, 0, 0, latencies, errors);
  }

  @Test
  void theLatencyOfNoExchangeIsUnknownAndNotNothing() throws Exception {
    try (ClosedPort closed = new ClosedPort()) {
      Captured text = load(closed.number());
      assertEquals(ExitStatus.BAD_ANSWER, text.status());
      assertTrue(text.out().contains("\nlatency    unknown: nothing was answered\n"), text.out());
      assertTrue(text.out().contains(", 1 connection, "), text.out());

      Captured json = load(closed.number(), "--json");
      ObjectMapper mapper = new ObjectMapper();
      for (String line : json.out().lines().toList()) {
        JsonNode object = mapper.readTree(line);
        assertTrue(object.get("p50Ms").isNull() && object.get("maxMs").isNull(), line);
      }
    }
  }

  @Test
  void anActionWithoutAValueIsSaid() {
    Captured call = Captured.run(List.of("call", "app", "127.0.0.1:1", "search"));
    assertEquals(ExitStatus.USAGE, call.status());
    assertEquals(
        "recvq: call app takes ACTION and VALUE, as in: recvq call app 127.0.0.1:1 search ring;"
            + " VALUE is missing; see recvq call --help\n",
        call.err());
  }
}

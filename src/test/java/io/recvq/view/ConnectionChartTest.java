package io.recvq.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.render.Style;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.Rows;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionChartTest {
  private static List<String> chart(SocketState state, long recvQ, long sendQ) {
    ConnectionSample first = sample(0, state, recvQ, sendQ);
    ConnectionSample second = sample(1_000_000_000, state, recvQ, sendQ);
    return ConnectionChart.lines(List.of(first, second), 60, Style.PLAIN);
  }

  private static ConnectionSample sample(long at, SocketState state, long recvQ, long sendQ) {
    return new ConnectionSample(
        at,
        Optional.of(Rows.tcp(state, "127.0.0.1:7", "127.0.0.1:8", recvQ, sendQ, 1)),
        Optional.empty());
  }

  @Test
  void aListenersBacklogIsNoQueueOfBytes() {
    assertEquals(List.of(), chart(SocketState.LISTEN, 0, 4096));
    List<String> waiting = chart(SocketState.LISTEN, 3, 4096);
    assertTrue(waiting.get(0).matches(" +3 │.*"), String.join("\n", waiting));
    assertTrue(waiting.get(1).matches(" *waiting │.*"), String.join("\n", waiting));
  }

  @Test
  void inJsonAListenersNumbersAreNamedForWhatTheyAre() {
    assertEquals(
        Map.of("acceptQueue", 3L, "backlog", 4096L),
        ConnectionChart.fields(sample(0, SocketState.LISTEN, 3, 4096)));
    assertEquals(
        Map.of("acceptQueue", 3L),
        ConnectionChart.fields(sample(0, SocketState.LISTEN, 3, SocketRow.UNKNOWN)));
    assertEquals(
        Map.of("nearSendQ", 5L, "nearRecvQ", 4L),
        ConnectionChart.fields(sample(0, SocketState.ESTABLISHED, 4, 5)));
  }

  @Test
  void aConnectionsQueuesAreBytes() {
    List<String> lines = chart(SocketState.ESTABLISHED, 0, 4096);
    assertTrue(lines.get(0).matches(" +4096 B │.*"), String.join("\n", lines));
    assertTrue(lines.get(1).matches(" *Send-Q near │.*"), String.join("\n", lines));
  }
}

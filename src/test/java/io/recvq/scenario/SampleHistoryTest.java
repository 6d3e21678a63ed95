package io.recvq.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Endpoint;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.Proto;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleHistoryTest {
  private static ConnectionSample sample(long atNanos, long sendQ) {
    InetRow row =
        new InetRow(
            Proto.TCP,
            false,
            SocketState.ESTABLISHED,
            0,
            sendQ,
            Endpoint.parse("127.0.0.1:5000"),
            Endpoint.parse("127.0.0.1:7002"),
            0,
            0,
            1,
            1,
            SocketTimer.OFF,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Ownership.NOT_ASKED);
    return new ConnectionSample(atNanos, Optional.of(row), Optional.empty());
  }

  @Test
  void itIsBoundedAndAJamOfOneReadingIsNotLost() {
    SampleHistory history = new SampleHistory();
    int readings = 100_000;
    for (int i = 0; i < readings; i++) {
      history.add(sample(i, i == 3_333 ? 1_000_000 : 10));
    }
    List<ConnectionSample> all = history.all();
    assertTrue(all.size() <= 8_000, all.size() + " samples");
    assertEquals(0, all.get(0).atNanos());
    assertEquals(readings - 1, history.last().orElseThrow().atNanos());
    assertTrue(
        all.stream().anyMatch(s -> s.near().orElseThrow().sendQ() == 1_000_000), "the jam stays");
    for (int i = 1; i < all.size(); i++) {
      assertTrue(all.get(i).atNanos() > all.get(i - 1).atNanos(), "in order");
    }
  }

  @Test
  void whereTheBoundIsLoweredTheFirstTheLastAndAJamStay() {
    SampleHistory history = new SampleHistory();
    for (int i = 0; i < 500; i++) {
      history.add(sample(i, i == 33 ? 1_000_000 : 10));
    }
    for (int i = 500; i < 700; i++) {
      history.add(sample(i, 10), 101);
    }
    List<ConnectionSample> all = history.all();
    assertTrue(all.size() <= 101, all.size() + " samples");
    assertEquals(0, all.get(0).atNanos());
    assertEquals(699, history.last().orElseThrow().atNanos());
    assertTrue(
        all.stream().anyMatch(s -> s.near().orElseThrow().sendQ() == 1_000_000), "the jam stays");
  }

  @Test
  void theLatestSamplesAreThoseAtOrAfterTheMoment() {
    SampleHistory history = new SampleHistory();
    for (int i = 0; i < 10; i++) {
      history.add(sample(i, 0));
    }
    assertEquals(
        List.of(7L, 8L, 9L), history.since(7).stream().map(ConnectionSample::atNanos).toList());
    assertEquals(List.of(), history.since(10));
    assertEquals(Optional.empty(), new SampleHistory().last());
  }
}

package io.recvq.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.recvq.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortOrderTest {
  private static final ProbeTarget FIRST = ProbeTarget.of(IpAddress.LOOPBACK_V6);
  private static final ProbeTarget SECOND = ProbeTarget.of(IpAddress.LOOPBACK_V4);

  private static PortResult result(ProbeTarget target, int port) {
    return PortResult.silent(
        target, port, Transport.TCP, PortState.FILTERED, ProbeReason.NO_RESPONSE);
  }

  @Test
  void resultsAreInTheOrderOfTargetsAndPortsHoweverTheyArrive() {
    PortOrder order = new PortOrder(List.of(FIRST, SECOND), new int[] {22, 80});
    List<PortResult> wanted =
        List.of(result(FIRST, 22), result(FIRST, 80), result(SECOND, 22), result(SECOND, 80));
    for (int i : new int[] {2, 1, 3, 0}) {
      order.put(wanted.get(i));
    }
    assertEquals(wanted, order.all());
  }

  @Test
  void aHostThatIsNamedTwiceKeepsBothResults() {
    ProbeTarget again = ProbeTarget.of(IpAddress.LOOPBACK_V6);
    PortOrder order = new PortOrder(List.of(FIRST, again), new int[] {22});
    order.put(result(again, 22));
    order.put(result(FIRST, 22));
    assertEquals(2, order.all().size());
  }

  @Test
  void whatWasNotAskedForIsADefect() {
    PortOrder order = new PortOrder(List.of(FIRST), new int[] {22});
    assertThrows(IllegalArgumentException.class, () -> order.put(result(FIRST, 23)));
    assertThrows(IllegalArgumentException.class, () -> order.put(result(SECOND, 22)));
  }
}

package io.recvq.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.report.Moment;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Rows;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of one end from reading to reading. */
class EndChangesTest {
  private static InetRow row(SocketState state, long recv, long send) {
    return Rows.tcp(state, "127.0.0.1:7002", "0.0.0.0:0", recv, send, 1);
  }

  private static List<String> told(InetRow... readings) {
    EndChanges changes = new EndChanges(0, "server");
    List<Moment> rows = new ArrayList<>();
    for (InetRow reading : readings) {
      changes.next(0, Optional.of(reading), rows);
    }
    return rows.stream().map(row -> ((Moment.Change) row).what()).toList();
  }

  @Test
  void aListenersQueueIsToldWithItsBacklog() {
    assertEquals(
        List.of("LISTEN", "3 of 128 wait to be accepted"),
        told(row(SocketState.LISTEN, 0, 128), row(SocketState.LISTEN, 3, 128)));
  }

  /** As in /proc/net/tcp. */
  @Test
  void aBacklogThatIsNotKnownIsNotTold() {
    assertEquals(
        List.of("LISTEN, 3 wait to be accepted"),
        told(row(SocketState.LISTEN, 3, SocketRow.UNKNOWN)));
  }

  @Test
  void aQueueIsToldAgainWhenItHasChangedByAFifthOfItsPeak() {
    assertEquals(
        List.of("ESTABLISHED, Recv-Q 10,000", "Recv-Q 12,500", "Recv-Q 0"),
        told(
            row(SocketState.ESTABLISHED, 10_000, 0),
            row(SocketState.ESTABLISHED, 11_000, 0),
            row(SocketState.ESTABLISHED, 12_500, 0),
            row(SocketState.ESTABLISHED, 0, 0)));
  }
}

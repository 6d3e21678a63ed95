package io.recvq.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.sockets.TableChanges.Change;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final InetRow LISTENER =
      Rows.tcp(SocketState.LISTEN, "0.0.0.0:7002", "0.0.0.0:0", 2, 128, 1);
  private static final InetRow SERVER =
      Rows.tcp(SocketState.ESTABLISHED, "127.0.0.1:7002", "127.0.0.1:50000", 100, 0, 2);
  private static final InetRow CLIENT =
      Rows.tcp(SocketState.ESTABLISHED, "127.0.0.1:50000", "127.0.0.1:7002", 0, 300, 3);
  private static final InetRow ALONE =
      Rows.tcp(SocketState.CLOSE_WAIT, "10.0.0.1:50001", "192.0.2.7:443", 1, 0, 4);

  @Test
  void theClientsEndOfAPairStandsFirstWhereAListenerTells() {
    List<SocketRow> table = List.of(LISTENER, SERVER, CLIENT, ALONE);
    assertEquals(
        List.of(
            new SocketPair(CLIENT, Optional.of(SERVER)), new SocketPair(ALONE, Optional.empty())),
        SocketPair.of(table, table));
  }

  @Test
  void theOtherEndIsFoundEvenWhenTheFilterLeftItOut() {
    assertEquals(
        List.of(new SocketPair(SERVER, Optional.of(CLIENT))),
        SocketPair.of(List.of(SERVER), List.of(SERVER, CLIENT)));
  }

  @Test
  void totalsDoNotCountAListenersNumbersAsBytes() {
    assertEquals(
        new SocketTotals(4, 2, 1, 0, 1, 101, 300),
        SocketTotals.of(List.of(LISTENER, SERVER, CLIENT, ALONE)));
  }

  @Test
  void aConnectionIsTheSameInAnotherStateAndWithoutItsInode() {
    InetRow waiting = Rows.tcp(SocketState.TIME_WAIT, "127.0.0.1:50000", "127.0.0.1:7002", 0, 0, 0);
    TableChanges changes =
        TableChanges.between(
            TableChanges.index(List.of(LISTENER, CLIENT, SERVER)),
            TableChanges.index(List.of(LISTENER, waiting, ALONE)));
    assertEquals(List.of(ALONE), changes.opened());
    assertEquals(List.of(new Change(CLIENT, waiting)), changes.changed());
    assertEquals(List.of(SERVER), changes.closed());
  }

  @Test
  void quantitiesAreSortedWithTheLargestFirst() {
    List<SocketRow> sorted =
        List.of(LISTENER, CLIENT, SERVER).stream()
            .map(SocketRow.class::cast)
            .sorted(SocketOrder.RECVQ.comparator())
            .toList();
    assertEquals(List.of(SERVER, LISTENER, CLIENT), sorted);
  }
}

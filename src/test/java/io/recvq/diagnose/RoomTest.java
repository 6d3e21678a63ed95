package io.recvq.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.sockets.InetRow;
import io.recvq.sockets.Rows;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.TcpField;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoomTest {
  private static InetRow row(String local, long sendQ, Map<TcpField, Long> numbers) {
    return Rows.with(Rows.tcp(SocketState.ESTABLISHED, local, "10.0.0.2:80", 0, sendQ, 1), numbers);
  }

  private static InetRow windows(long sendQ, long segments, long segmentBytes, long peers) {
    return row(
        "10.0.0.1:5000",
        sendQ,
        Map.of(
            TcpField.SND_CWND, segments, TcpField.SND_MSS, segmentBytes, TcpField.SND_WND, peers));
  }

  private static InetRow buffer(long sendQ, long limit, long queued) {
    InetRow row = row("10.0.0.1:5000", sendQ, Map.of());
    return Rows.with(row, SocketTimer.OFF, Map.of(), Rows.memory(0, limit, queued, 0));
  }

  private static boolean queues(String local, long leastMicros, long nowMicros) {
    return Room.queuesOnThePath(
        row(local, 0, Map.of(TcpField.MIN_RTT, leastMicros, TcpField.RTT, nowMicros)));
  }

  @Test
  void whatFitsTheWindowsFitsTheSmallerOfTheTwo() {
    assertTrue(Room.fitsTheWindows(windows(14_480, 10, 1448, 20_000)));
    assertFalse(Room.fitsTheWindows(windows(14_481, 10, 1448, 20_000)));
    assertTrue(Room.fitsTheWindows(windows(14_000, 10, 1448, 14_000)));
    assertFalse(Room.fitsTheWindows(windows(14_001, 10, 1448, 14_000)));
  }

  @Test
  void anEndWithoutTcpsNumbersHasRoomForNothing() {
    InetRow unknown = Rows.tcp(SocketState.ESTABLISHED, "10.0.0.1:1", "10.0.0.2:2", 0, 1, 1);
    assertFalse(Room.fitsTheWindows(unknown));
    assertFalse(Room.bufferIsFull(unknown));
    assertFalse(Room.bufferIsDraining(unknown));
    assertFalse(Room.queuesOnThePath(unknown));
  }

  @Test
  void aBufferIsFullWhenItHoldsItsLimitAndDataIsInIt() {
    assertTrue(Room.bufferIsFull(buffer(1, 4608, 4608)));
    assertFalse(Room.bufferIsFull(buffer(1, 4608, 4607)));
    assertFalse(Room.bufferIsFull(buffer(0, 4608, 4608)));
  }

  @Test
  void aBufferDrainsUntilAThirdOfItIsFree() {
    assertTrue(Room.bufferIsDraining(buffer(1, 3000, 2000)));
    assertFalse(Room.bufferIsDraining(buffer(1, 3000, 1999)));
    assertFalse(Room.bufferIsDraining(buffer(0, 3000, 3000)));
  }

  @Test
  void aRoundTripOfTwiceTheShortestIsAQueueUnlessItIsJitter() {
    assertTrue(queues("10.0.0.1:5000", 4000, 8000));
    assertFalse(queues("10.0.0.1:5000", 4000, 7999));
    assertTrue(queues("10.0.0.1:5000", 100, 2100));
    assertFalse(queues("10.0.0.1:5000", 100, 2099));
  }

  @Test
  void loopbackHasNoQueue() {
    assertFalse(queues("127.0.0.1:5000", 100, 90_000));
    assertTrue(queues("10.0.0.1:5000", 100, 90_000));
  }

  @Test
  void aByteThatIsUnreadIsNotThePeersFin() {
    InetRow open = Rows.tcp(SocketState.ESTABLISHED, "10.0.0.1:1", "10.0.0.2:2", 5, 0, 1);
    InetRow closed = Rows.tcp(SocketState.CLOSE_WAIT, "10.0.0.1:1", "10.0.0.2:2", 5, 0, 1);
    InetRow empty = Rows.tcp(SocketState.CLOSE_WAIT, "10.0.0.1:1", "10.0.0.2:2", 0, 0, 1);
    assertEquals(5, OneWay.unreadBytes(open));
    assertEquals(4, OneWay.unreadBytes(closed));
    assertEquals(0, OneWay.unreadBytes(empty));
  }
}

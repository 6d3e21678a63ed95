package io.recvq.view;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Endpoint;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.Proto;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.TcpField;
import io.recvq.sockets.TcpInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** TCP's own numbers in words. */
class TcpInfoTextTest {
  private static InetRow row(SocketState state, long recv, long send) {
    return new InetRow(
        Proto.TCP,
        false,
        state,
        recv,
        send,
        Endpoint.parse("127.0.0.1:7002"),
        Endpoint.parse("0.0.0.0:0"),
        0,
        0,
        1,
        1,
        SocketTimer.OFF,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Ownership.NOT_ASKED);
  }

  private static List<String> path(long flags) {
    TcpInfo tcp = TcpInfo.of(Map.of(TcpField.DELIVERY_RATE, 2_000_000L, TcpField.FLAGS, flags));
    return TcpInfoText.path(row(SocketState.ESTABLISHED, 0, 0), tcp);
  }

  /** The lowest bit of tcpi_delivery_rate_app_limited's byte (linux/tcp.h). */
  @Test
  void aDeliveryRateThatIsTheProgramsIsMarked() {
    assertTrue(path(1).contains("delivery 2.0 MB/s (app limited)"), path(1).toString());
    assertTrue(path(0).contains("delivery 2.0 MB/s"), path(0).toString());
    assertFalse(path(0x10).toString().contains("app limited"));
  }
}

package io.recvq.view;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.sockets.InetRow;
import io.recvq.sockets.Rows;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.TcpField;
import io.recvq.sockets.TcpInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** TCP's own numbers in words. */
class TcpInfoTextTest {
  private static final InetRow ROW =
      Rows.tcp(SocketState.ESTABLISHED, "127.0.0.1:7002", "127.0.0.1:4000", 0, 0, 1);

  private static List<String> path(long flags) {
    TcpInfo tcp = TcpInfo.of(Map.of(TcpField.DELIVERY_RATE, 2_000_000L, TcpField.FLAGS, flags));
    return TcpInfoText.path(ROW, tcp);
  }

  /** The lowest bit of tcpi_delivery_rate_app_limited's byte (linux/tcp.h). */
  @Test
  void aDeliveryRateThatIsTheProgramsIsMarked() {
    assertTrue(path(1).contains("delivery 2.0 MB/s (app limited)"), path(1).toString());
    assertTrue(path(0).contains("delivery 2.0 MB/s"), path(0).toString());
    assertFalse(path(0x10).toString().contains("app limited"));
  }
}

package io.recvq.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.recvq.net.Endpoint;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sockets.Proto;
import io.recvq.sockets.SockDiagRequest;
import io.recvq.sockets.SocketQuery;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kernel's table when an answer could not be read to its end. */
@Timeout(60)
class SockDiagTableTest {
  private static long rows(SocketTable table, int port) throws OperationException {
    return table.snapshot(SocketQuery.tcpPort(port)).rows().size();
  }

  @Test
  void whatIsLeftOfAnUnreadAnswerIsNotTakenForTheNextOne() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        NetlinkSocket netlink = NetlinkSocket.open();
        SocketTable table = new SockDiagTable(netlink, Optional.empty())) {
      int port = listener.getLocalPort();
      netlink.send(
          SockDiagRequest.inetDump(
              SockDiagRequest.AF_INET, SocketQuery.tcpPort(port), Proto.TCP, 77));
      netlink.discardRest();
      assertEquals(1, rows(table, port));
    }
  }

  /** netlink(7): the error means that messages were lost; the socket goes on working. */
  @Test
  void anOverrunOfItsBufferIsSaidAndTheNextAnswerIsWhole() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        NetlinkSocket netlink = NetlinkSocket.open();
        SocketTable table = new SockDiagTable(netlink, Optional.empty())) {
      int port = listener.getLocalPort();
      Endpoint nobody = Endpoint.parse("127.0.0.1:1");
      byte[] question = SockDiagRequest.bothEnds(nobody, nobody);
      for (int unread = 0; unread < 5000; unread++) {
        netlink.send(question);
      }
      OperationException overrun = assertThrows(OperationException.class, () -> rows(table, port));
      assertEquals(Optional.of(Errno.ENOBUFS), overrun.errno());
      assertEquals(1, rows(table, port));
      assertEquals(Optional.empty(), table.connection(nobody, nobody).near());
    }
  }
}

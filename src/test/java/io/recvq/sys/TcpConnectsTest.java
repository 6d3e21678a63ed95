package io.recvq.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Errno;
import io.recvq.net.IpAddress;
import io.recvq.sys.TcpConnects.Ends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpConnectsTest {
  private static final int LONG_MILLIS = 60_000;

  private static int closedPort(InetAddress address) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, address)) {
      return socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.83.7.33", "::1"})
  void aSocketThatWasRefusedConnectsAgain(String host) throws Exception {
    IpAddress address = IpAddress.parse(host);
    InetAddress inet = address.toInetAddress();
    try (TcpConnects connects = TcpConnects.open();
        ServerSocket listener = new ServerSocket(0, 50, inet)) {
      int socket = connects.socket(address.v6());
      assertTrue(socket >= 0);
      int refused = connects.connect(socket, address, 0, closedPort(inet));
      assertEquals(Errno.ECONNREFUSED.number(), refused);
      connects.reuse(socket, address.v6());
      assertEquals(socket, connects.socket(address.v6()));
      assertEquals(0, connects.connect(socket, address, 0, listener.getLocalPort()));
      try (Socket accepted = listener.accept()) {
        Ends ends = connects.ends(socket).orElseThrow();
        assertEquals(listener.getLocalPort(), ends.remote().port());
        assertEquals(accepted.getPort(), ends.local().port());
        assertEquals(address, ends.remote().address());
      }
      connects.close(socket);
    }
  }

  @Test
  void anAnswerThatComesLaterIsWaitedFor() throws Exception {
    IpAddress address = IpAddress.parse("127.83.7.34");
    try (TcpConnects connects = TcpConnects.open();
        ServerSocket listener = new ServerSocket(0, 1, address.toInetAddress())) {
      // A full accept queue leaves connects without an answer until there is room.
      List<Integer> sockets = new ArrayList<>();
      int errno = 0;
      while (errno == 0) {
        int socket = connects.socket(false);
        sockets.add(socket);
        errno = connects.connect(socket, address, 0, listener.getLocalPort());
      }
      assertEquals(Errno.EINPROGRESS.number(), errno);
      int last = sockets.get(sockets.size() - 1);
      connects.watch(last);
      assertEquals(0, connects.await(0));
      listener.accept().close();
      assertEquals(1, connects.await(LONG_MILLIS));
      assertEquals(last, connects.ready(0));
      assertEquals(0, connects.answer(last));
      sockets.forEach(connects::close);
    }
  }

  @Test
  void aWakeUpEndsTheWait() throws Exception {
    try (TcpConnects connects = TcpConnects.open()) {
      connects.wakeUp();
      assertEquals(1, connects.await(LONG_MILLIS));
    }
  }
}

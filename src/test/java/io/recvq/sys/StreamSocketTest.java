package io.recvq.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.net.Errno;
import io.recvq.net.IpAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamSocketTest {
  private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");

  @Test
  void aClosedSocketNeverReachesTheSocketThatHasItsNumberNow() throws Exception {
    StreamSocket closed = StreamSocket.open(false, true);
    closed.closeNow();
    ByteBuffer bytes = ByteBuffer.allocateDirect(1);
    try (StreamSocket next = StreamSocket.open(false, true)) {
      assertEquals(Optional.of(Errno.EBADF), closed.bind(LOOPBACK, 0).errno());
      assertEquals(Optional.of(Errno.EBADF), closed.listen(1).errno());
      assertEquals(Optional.of(Errno.EBADF), closed.connect(LOOPBACK, 1).errno());
      assertEquals(Optional.of(Errno.EBADF), closed.accept().answer().errno());
      assertEquals(Optional.of(Errno.EBADF), closed.send(bytes).errno());
      assertEquals(Optional.of(Errno.EBADF), closed.receive(bytes, 1).errno());
      assertEquals(Optional.of(Errno.EBADF), closed.shutdownWrite().errno());
      assertEquals(Optional.of(Errno.EBADF), closed.closeNow().errno());
      assertEquals(Optional.empty(), closed.local());
      assertEquals(Optional.empty(), next.local());
    }
  }

  @Test
  void whatTheKernelAnswersIsTold() throws Exception {
    try (StreamSocket listener = StreamSocket.open(false, true);
        StreamSocket client = StreamSocket.open(false, false)) {
      assertEquals(0, listener.bind(LOOPBACK, 0).value());
      assertEquals(0, listener.listen(1).value());
      int port = listener.local().orElseThrow().port();
      client.connect(LOOPBACK, port);
      StreamSocket.Accepted accepted = listener.accept();
      try (StreamSocket server = accepted.socket().orElseThrow()) {
        assertEquals(client.local(), accepted.remote());
        ByteBuffer bytes = ByteBuffer.allocateDirect(4).putInt(7).flip();
        assertEquals(
            Optional.of(Errno.EAGAIN), client.receive(ByteBuffer.allocateDirect(4), 4).errno());
        assertEquals(4, client.send(bytes).value());
        ByteBuffer got = ByteBuffer.allocateDirect(4);
        assertEquals(4, server.receive(got, 4).value());
        assertEquals(7, got.getInt(0));
      }
    }
  }
}

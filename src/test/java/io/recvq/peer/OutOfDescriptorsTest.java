package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sys.PrivateDescriptors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sockets that have a descriptor left for themselves and none for their selector. */
@Timeout(120)
class OutOfDescriptorsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Opens a socket and whatever it needs. */
  private interface Opening {
    AutoCloseable open(SocketAddress server) throws Exception;
  }

  /** What opening answers on a thread that has a single descriptor left, which is there again. */
  private static Errno answerWithOneDescriptor(Opening opening) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      SocketAddress address = server.getLocalSocketAddress();
      FutureTask<Errno> task =
          new FutureTask<>(
              () -> {
                // Whatever has to be loaded is, while there are descriptors.
                opening.open(address).close();
                Dial.failure(address, new IOException(Errno.EMFILE.text()));
                try (PrivateDescriptors table = PrivateDescriptors.enter()) {
                  table.leaveRoomFor(1);
                  OperationException answer =
                      assertThrows(OperationException.class, () -> opening.open(address));
                  SocketChannel.open().close();
                  return answer.errno().orElseThrow();
                }
              });
      new Thread(task, "few descriptors").start();
      return task.get();
    }
  }

  @Test
  void aTracedSocketGivesItsOwnBack() throws Exception {
    Opening opening =
        server ->
            TracedSocket.connect(
                server,
                SocketSettings.DEFAULT,
                SocketMode.parse("nonblocking"),
                PATIENCE,
                call -> {});
    assertEquals(Errno.EMFILE, answerWithOneDescriptor(opening));
  }

  @Test
  void aDatagramSocketGivesItsOwnBack() throws Exception {
    assertEquals(
        Errno.EMFILE,
        answerWithOneDescriptor(server -> DatagramClient.open(server, SocketSettings.DEFAULT)));
  }
}

package io.recvq.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrnoTest {
  @Test
  void namesARefusedConnection() throws IOException {
    int free;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = server.getLocalPort();
    }
    IOException refused =
        assertThrows(
            IOException.class, () -> new Socket(InetAddress.getLoopbackAddress(), free).close());
    assertEquals(Optional.of(Errno.ECONNREFUSED), Errno.of(refused));
  }

  @Test
  void namesAnAddressInUse() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket second = new ServerSocket()) {
      IOException busy =
          assertThrows(
              IOException.class,
              () ->
                  second.bind(
                      new InetSocketAddress(
                          InetAddress.getLoopbackAddress(), server.getLocalPort())));
      assertEquals(Optional.of(Errno.EADDRINUSE), Errno.of(busy));
    }
  }

  @Test
  void namesAReset() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
      Socket accepted = server.accept();
      accepted.setSoLinger(true, 0);
      accepted.close();
      IOException reset = assertThrows(IOException.class, () -> client.getInputStream().read());
      assertEquals(Optional.of(Errno.ECONNRESET), Errno.of(reset));
    }
  }

  @Test
  void namesAMissingFile() {
    IOException missing =
        assertThrows(IOException.class, () -> Files.newInputStream(Path.of("/no/such/file")));
    assertEquals(Optional.of(Errno.ENOENT), Errno.of(missing));
  }

  @Test
  void aMessageHasWhatWasAttemptedTheAnswerAndTheNextStep() {
    assertEquals(
        "cannot listen on 127.0.0.1:7000: Address already in use (EADDRINUSE 98); stop the other",
        OperationException.of("listen on 127.0.0.1:7000", Errno.EADDRINUSE, "stop the other")
            .getMessage());
    assertEquals(
        "cannot read x.pcap: not a capture file",
        OperationException.of("read x.pcap", "not a capture file", "").getMessage());
  }
}

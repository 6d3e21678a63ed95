package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.AddressSpec;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers and clients over UDP, beside Python's sockets, socat and ncat. */
@Timeout(120)
class DatagramTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A server on a loop of its own. */
  private static final class Server implements AutoCloseable {
    final BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
    final EventLoop loop = EventLoop.start("datagrams", events::add);
    final String port;

    Server(ServerKind kind) throws IOException {
      String address =
          DatagramServer.open(
                  loop,
                  AddressSpec.parse("127.0.0.1:0"),
                  SocketSettings.DEFAULT,
                  DatagramService.of(kind).orElseThrow())
              .announcement()
              .address();
      port = address.substring(address.lastIndexOf(':') + 1);
    }

    InetSocketAddress address() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    @Override
    public void close() {
      loop.close();
    }
  }

  @Test
  void aServerOnALoopThatHasEndedLeavesNoSocketBehind() throws Exception {
    EventLoop loop = EventLoop.start("ended", PeerObserver.NONE);
    loop.close();
    // A loopback address that no other program of this machine is likely to use.
    InetAddress own = InetAddress.getByName("127.83.7.41");
    int port;
    try (DatagramSocket free = new DatagramSocket(0, own)) {
      port = free.getLocalPort();
    }
    AddressSpec spec = AddressSpec.parse("127.83.7.41:" + port);
    DatagramService echo = DatagramService.of(ServerKind.ECHO).orElseThrow();
    assertThrows(
        InterruptedIOException.class,
        () -> DatagramServer.open(loop, spec, SocketSettings.DEFAULT, echo));
    try (DatagramSocket again = new DatagramSocket(port, own)) {
      assertEquals(port, again.getLocalPort());
    }
  }

  private static final String ASK =
      """
      import socket, sys
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.settimeout(30)
      s.sendto(sys.argv[2].encode(), ('127.0.0.1', int(sys.argv[1])))
      print(s.recvfrom(70000)[0].decode(), end='')
      """;

  @ParameterizedTest
  @CsvSource({
    "ECHO, hello, hello",
    "ACK, hello, [INFO] server has received your messages",
    "HELLO, Trinity, 'Hello, Trinity!'"
  })
  void eachDatagramOfPythonIsAnswered(ServerKind kind, String question, String answer)
      throws Exception {
    Needs.program("python3");
    try (Server server = new Server(kind)) {
      Program.Result result =
          Program.run(Map.of(), "", List.of("python3", "-c", ASK, server.port, question));
      assertEquals(answer, result.out().strip(), result.err());
    }
  }

  @Test
  void chargenAnswersADatagramWithLinesOfAtMost512Bytes() throws Exception {
    try (Server server = new Server(ServerKind.CHARGEN);
        DatagramClient client = DatagramClient.open(server.address(), SocketSettings.DEFAULT)) {
      client.send(ByteBuffer.wrap(new byte[1]));
      byte[] answer = client.receive(PATIENCE).orElseThrow();
      assertTrue(answer.length <= 512);
      String text = new String(answer, StandardCharsets.US_ASCII);
      assertTrue(text.startsWith(" !\"#$%&'()*+,-./0123456789") && text.endsWith("\r\n"), text);
    }
  }

  @Test
  void discardReceivesWhatNcatSendsAndAnswersNothing() throws Exception {
    Needs.program("ncat");
    try (Server server = new Server(ServerKind.DISCARD)) {
      Program.run(
          Map.of(), "from ncat", List.of("ncat", "-u", "--send-only", "127.0.0.1", server.port));
      PeerEvent event = server.events.poll(30, TimeUnit.SECONDS);
      while (event != null && !(event instanceof PeerEvent.Datagram)) {
        event = server.events.poll(30, TimeUnit.SECONDS);
      }
      PeerEvent.Datagram datagram = (PeerEvent.Datagram) event;
      assertTrue(datagram != null && datagram.received());
      assertEquals("from ncat", StandardCharsets.US_ASCII.decode(datagram.bytes()).toString());
      assertTrue(server.events.isEmpty());
    }
  }

  @Test
  void socatIsAnsweredForAsLongAsItLives() throws Exception {
    Needs.program("socat");
    try (Server server = new Server(ServerKind.ECHO);
        Program.Running socat =
            Program.start(
                Map.of(), List.of("socat", "-,ignoreeof", "UDP4:127.0.0.1:" + server.port))) {
      for (String line : List.of("one", "two")) {
        socat.process().getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        socat.process().getOutputStream().flush();
        assertEquals(line, socat.awaitLine(line));
      }
    }
  }

  @Test
  void theClientIsAnsweredByPython() throws Exception {
    Needs.program("python3");
    String script =
        """
        import socket
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.bind(('127.0.0.1', 0))
        print(s.getsockname()[1], flush=True)
        data, peer = s.recvfrom(70000)
        s.sendto(data[::-1], peer)
        """;
    try (Program.Running server = Program.start(Map.of(), List.of("python3", "-c", script))) {
      InetSocketAddress address =
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(), Integer.parseInt(server.awaitLine("")));
      try (DatagramClient client = DatagramClient.open(address, SocketSettings.DEFAULT)) {
        client.send(ByteBuffer.wrap("stressed".getBytes(StandardCharsets.US_ASCII)));
        byte[] answer = client.receive(PATIENCE).orElseThrow();
        assertEquals("desserts", new String(answer, StandardCharsets.US_ASCII));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1472, 65_507})
  void datagramsOfEachSizeKeepTheirBoundsAndBytes(int size) throws Exception {
    byte[] sent = new byte[size];
    new Random(3).nextBytes(sent);
    try (Server server = new Server(ServerKind.ECHO);
        DatagramClient client = DatagramClient.open(server.address(), SocketSettings.DEFAULT)) {
      client.send(ByteBuffer.wrap(sent));
      assertArrayEquals(sent, client.receive(PATIENCE).orElseThrow());
    }
  }

  @Test
  void aDatagramThatIsTooLargeIsRefusedWithItsErrno() throws Exception {
    try (Server server = new Server(ServerKind.ECHO);
        DatagramClient client = DatagramClient.open(server.address(), SocketSettings.DEFAULT)) {
      OperationException refusal =
          assertThrows(
              OperationException.class, () -> client.send(ByteBuffer.wrap(new byte[65_508])));
      assertEquals(Errno.EMSGSIZE, refusal.errno().orElseThrow());
    }
  }

  @Test
  void whereNobodyReceivesTheAnswerIsConnectionRefused() throws Exception {
    InetSocketAddress address;
    try (Server server = new Server(ServerKind.ECHO)) {
      address = server.address();
    }
    try (DatagramClient client = DatagramClient.open(address, SocketSettings.DEFAULT)) {
      client.send(ByteBuffer.wrap(new byte[1]));
      OperationException refusal =
          assertThrows(OperationException.class, () -> client.receive(PATIENCE));
      assertEquals(Errno.ECONNREFUSED, refusal.errno().orElseThrow());
    }
  }
}

package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server does at the limits of its process. */
@Timeout(120)
class ServerLimitsIT {
  private static final int CONNECTIONS = 150;

  private static int port(String line) {
    return Integer.parseInt(line.replaceFirst(".*127\\.0\\.0\\.1:(\\d+).*", "$1"));
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(60_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private static int echo(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }

  @Test
  void outOfDescriptorsItServesThoseItHasAndLaterTheOthersAndSaysSo() throws Exception {
    List<String> command = new ArrayList<>(List.of("prlimit", "--nofile=120:120"));
    command.addAll(Program.command("serve", "echo", "127.0.0.1:0", "--json"));
    List<Socket> sockets = new ArrayList<>();
    try (Program.Running server = Program.start(Map.of(), command)) {
      int port = port(server.awaitLine("\"type\":\"listening\""));
      for (int i = 0; i < CONNECTIONS; i++) {
        sockets.add(connect(port));
      }
      String told = server.awaitLine("\"type\":\"out-of-descriptors\"");
      assertTrue(told.contains("EMFILE 24"), told);
      assertEquals('a', echo(sockets.get(0), 'a'));
      Socket last = sockets.get(CONNECTIONS - 1);
      last.getOutputStream().write('z');
      for (Socket socket : sockets.subList(0, CONNECTIONS / 2)) {
        socket.close();
      }
      assertEquals('z', last.getInputStream().read());
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void askedToEndItStillSendsWhatWaits() throws Exception {
    // One segment and one read; more than the small buffers of both ends hold.
    byte[] sent = new byte[30_000];
    new Random(1).nextBytes(sent);
    List<String> command =
        Program.command("serve", "echo", "127.0.0.1:0", "--json", "--data", "--sndbuf", "4k");
    try (Program.Running server = Program.start(Map.of(), command)) {
      int port = port(server.awaitLine("\"type\":\"listening\""));
      try (Socket socket = connect(port)) {
        socket.getOutputStream().write(sent);
        String read = server.awaitLine("\"type\":\"received\"");
        assertTrue(read.contains("\"length\":30000"), read);
        Program.run(Map.of(), "", List.of("kill", "-TERM", "" + server.process().pid()));
        assertArrayEquals(sent, socket.getInputStream().readAllBytes());
        String closed = server.awaitLine("\"type\":\"closed\"");
        assertTrue(closed.contains("\"bytesOut\":30000"), closed);
      }
      assertEquals(143, server.awaitEnd().status());
    }
  }
}

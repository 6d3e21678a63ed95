package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.AddressSpec;
import io.recvq.protocol.FrameLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ProxyTest {
  /** A proxy in front of a plain listening socket, both on free ports. */
  private static final class Setting implements AutoCloseable {
    final ServerSocket target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    final BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
    final EventLoop loop = EventLoop.start("proxy under test", events::add);
    final Proxy proxy;

    Setting() throws IOException {
      List<SocketAddress> addresses = List.of(target.getLocalSocketAddress());
      proxy =
          Proxy.open(
              loop,
              AddressSpec.parse("127.0.0.1:0"),
              addresses,
              ServerOptions.DEFAULT,
              new ClientOptions(
                  Duration.ofSeconds(10),
                  false,
                  SocketSettings.DEFAULT,
                  EffectPlan.NONE.chooser(false)),
              Proxy.Toward.CLIENT,
              FrameLimits.DEFAULT);
    }

    Socket connect() throws IOException {
      String address = proxy.address();
      int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(30_000);
      return socket;
    }

    @Override
    public void close() throws IOException {
      loop.close();
      target.close();
    }
  }

  @Test
  void aHalfCloseIsPassedOnAndTheOtherDirectionLivesOn() throws Exception {
    try (Setting setting = new Setting();
        Socket client = setting.connect();
        Socket server = setting.target.accept()) {
      client.getOutputStream().write("abc".getBytes(StandardCharsets.UTF_8));
      client.shutdownOutput();
      assertEquals(
          "abc", new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      server.getOutputStream().write("late answer".getBytes(StandardCharsets.UTF_8));
      server.close();
      assertEquals(
          "late answer",
          new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aResetIsPassedOnAsAReset() throws Exception {
    try (Setting setting = new Setting();
        Socket client = setting.connect();
        Socket server = setting.target.accept()) {
      client.getOutputStream().write('x');
      assertEquals('x', server.getInputStream().read());
      server.setSoLinger(true, 0);
      server.close();
      assertTrue(Peers.readToEnd(client).reset());
    }
  }

  @Test
  void aClientOfAnUnreachableTargetIsReset() throws Exception {
    try (Setting setting = new Setting()) {
      setting.target.close();
      try (Socket client = setting.connect()) {
        assertTrue(Peers.readToEnd(client).reset());
      } catch (java.net.SocketException e) {
        // Reset before the client had looked at its socket: the same answer, seen earlier.
        assertFalse(String.valueOf(e.getMessage()).isEmpty());
      }
    }
  }

  @Test
  void aStalledReceiverMakesTheWriterBehindTheProxyBeRefusedAndNothingIsLost() throws Exception {
    try (Setting setting = new Setting()) {
      String address = setting.proxy.address();
      int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
      try (Filler writer =
              Filler.connect(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                  SocketSettings.DEFAULT,
                  Filler.DEFAULT_CHUNK_BYTES,
                  Duration.ofSeconds(10));
          Socket receiver = setting.target.accept()) {
        CountDownLatch never = new CountDownLatch(1);
        Filler.Stop stop =
            writer.fill(
                1L << 30,
                Duration.ofMillis(300),
                time -> never.await(time.toMillis(), TimeUnit.MILLISECONDS));
        assertEquals(Filler.Stop.REFUSED, stop);
        long accepted = writer.acceptedBytes();
        assertEquals(accepted, receiver.getInputStream().readNBytes((int) accepted).length);
      }
    }
  }

  @Test
  void effectsAreChangedOnAnOpenConnection() throws Exception {
    try (Setting setting = new Setting();
        Socket client = setting.connect();
        Socket server = setting.target.accept()) {
      client.getOutputStream().write('x');
      assertEquals('x', server.getInputStream().read());
      setting.proxy.change(EffectPlan.of(EffectSpec.parse("reset")));
      assertTrue(Peers.readToEnd(client).reset());
      assertTrue(Peers.readToEnd(server).reset());
    }
  }
}

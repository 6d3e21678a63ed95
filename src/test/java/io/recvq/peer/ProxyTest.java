package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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

    /** What the proxy has read from either side and not given to the kernel of the other. */
    int heldBytes() throws IOException {
      List<ConnectionState> sides =
          loop.call(() -> loop.connections().stream().map(ConnectionState::of).toList());
      long in = sides.stream().mapToLong(ConnectionState::bytesIn).sum();
      long out = sides.stream().mapToLong(ConnectionState::bytesOut).sum();
      int pending = sides.stream().mapToInt(ConnectionState::pendingBytes).sum();
      assertEquals(in - out, pending, "every byte is sent or waits");
      return pending;
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
  void aHalfCloseOfTheServerIsPassedOnToo() throws Exception {
    try (Setting setting = new Setting();
        Socket client = setting.connect();
        Socket server = setting.target.accept()) {
      server.getOutputStream().write('x');
      server.shutdownOutput();
      assertArrayEquals(new byte[] {'x'}, client.getInputStream().readAllBytes());
      client.getOutputStream().write("still here".getBytes(StandardCharsets.UTF_8));
      client.close();
      assertEquals(
          "still here", new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aResetOfTheClientReachesTheServerBehindTheBytesThatItSent() throws Exception {
    try (Setting setting = new Setting();
        Socket client = setting.connect();
        Socket server = setting.target.accept()) {
      client.getOutputStream().write('x');
      assertEquals('x', server.getInputStream().read());
      client.setSoLinger(true, 0);
      client.close();
      Peers.Received received = Peers.readToEnd(server);
      assertTrue(received.reset());
      assertEquals(0, received.bytes().length);
    }
  }

  @Test
  void bothDirectionsAreHeldBackByThemselves() throws Exception {
    try (Setting setting = new Setting();
        Socket client = setting.connect();
        Socket server = setting.target.accept()) {
      byte[] much = new byte[16 << 20];
      Thread writer =
          new Thread(
              () -> {
                try {
                  server.getOutputStream().write(much);
                  server.shutdownOutput();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              },
              "writer to a stalled client");
      writer.start();
      // More than the buffers of both kernels take waits in one direction; the other one is free.
      while (setting.heldBytes() == 0) {
        Thread.onSpinWait();
      }
      client.getOutputStream().write('x');
      assertEquals('x', server.getInputStream().read());
      assertTrue(setting.heldBytes() <= EventLoop.BUFFER_BYTES);
      assertEquals(much.length, client.getInputStream().readAllBytes().length);
      writer.join();
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
        int held = setting.heldBytes();
        assertTrue(held > 0 && held <= EventLoop.BUFFER_BYTES, held + " bytes in the proxy");
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

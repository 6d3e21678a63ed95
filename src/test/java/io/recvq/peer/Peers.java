package io.recvq.peer;

import io.recvq.net.AddressSpec;
import io.recvq.protocol.AppAnswers;
import io.recvq.protocol.FrameEncoder;
import io.recvq.protocol.FrameLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server under test on a loop of its own, and plain blocking sockets that talk to it. */
final class Peers implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  final BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
  final EventLoop loop;
  final int port;

  private Peers(ServerKind kind, boolean keepAlive, ServerOptions options) throws IOException {
    loop = EventLoop.start("server under test", events::add);
    Listener listener =
        Listener.open(
            loop,
            AddressSpec.parse("127.0.0.1:0"),
            options,
            kind.handlers(FrameLimits.DEFAULT, keepAlive));
    port = listener.endpoint().orElseThrow().port();
  }

  static Peers serve(ServerKind kind, String... effects) throws IOException {
    return new Peers(kind, false, options(effects));
  }

  /** An application server that answers one request after the other on a connection. */
  static Peers serveMany(String... effects) throws IOException {
    return new Peers(ServerKind.APP, true, options(effects));
  }

  static Peers serve(ServerKind kind, ServerOptions options) throws IOException {
    return new Peers(kind, false, options);
  }

  static ServerOptions options(String... effects) {
    List<EffectSpec> specs = List.of(effects).stream().map(EffectSpec::parse).toList();
    return ServerOptions.DEFAULT.with(new EffectPlan(specs, 1, 1, 7));
  }

  static byte[] request() {
    return AppAnswers.request(FrameEncoder.NATIVE, "search", "morpheus");
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** What came until the end of the stream or a reset, and which of them it was. */
  static final class Received {
    private final byte[] bytes;
    private final boolean reset;

    Received(byte[] bytes, boolean reset) {
      this.bytes = bytes;
      this.reset = reset;
    }

    byte[] bytes() {
      return bytes;
    }

    boolean reset() {
      return reset;
    }
  }

  static Received readToEnd(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    InputStream in = socket.getInputStream();
    try {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        all.write(piece, 0, count);
      }
      return new Received(all.toByteArray(), false);
    } catch (SocketException e) {
      return new Received(all.toByteArray(), true);
    }
  }

  /** Waits for the next event of this kind. */
  <T extends PeerEvent> T await(Class<T> kind) throws InterruptedException {
    while (true) {
      PeerEvent event = events.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      if (event == null) {
        throw new AssertionError("no " + kind.getSimpleName() + " came");
      }
      if (kind.isInstance(event)) {
        return kind.cast(event);
      }
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}

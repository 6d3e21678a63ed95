package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.AddressSpec;
import io.recvq.protocol.FrameLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client of the application server that misbehaves, seen by a plain blocking server: a client of
 * ours, or a good client behind a proxy that misbehaves towards the server.
 */
final class BadClients implements AutoCloseable {
  /** Who misbehaves. */
  enum Who {
    CALL,
    PROXY
  }

  private static final int PATIENCE_MILLIS = 30_000;

  final BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
  final AppClient client = new AppClient(Peers.request(), FrameLimits.DEFAULT);
  private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final EventLoop loop = EventLoop.start("bad client", events::add);
  private final EventLoop good = EventLoop.start("good client", PeerObserver.NONE);

  private CompletableFuture<Ending> ended = new CompletableFuture<>();

  private BadClients() throws IOException {}

  static BadClients start(Who who, String effect) throws IOException {
    BadClients bad = new BadClients();
    List<SocketAddress> target = List.of(bad.server.getLocalSocketAddress());
    ClientOptions options =
        new ClientOptions(
            Duration.ofSeconds(30),
            false,
            SocketSettings.DEFAULT,
            EffectPlan.of(EffectSpec.parse(effect)).chooser(false));
    if (who == Who.CALL) {
      bad.ended = Client.start(bad.loop, target, options, bad.client);
      return bad;
    }
    Proxy proxy =
        Proxy.open(
            bad.loop,
            AddressSpec.parse("127.0.0.1:0"),
            target,
            ServerOptions.DEFAULT,
            options,
            Proxy.Toward.SERVER,
            FrameLimits.DEFAULT);
    int port = proxy.endpoint().orElseThrow().port();
    SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    bad.ended = Client.start(bad.good, List.of(address), ClientOptions.DEFAULT, bad.client);
    return bad;
  }

  /** The server's side of the connection. */
  Socket accept() throws IOException {
    server.setSoTimeout(PATIENCE_MILLIS);
    Socket socket = server.accept();
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Waits until the effect has begun. */
  void awaitEffect() throws InterruptedException {
    PeerEvent event;
    do {
      event = events.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      if (event == null) {
        throw new AssertionError("no effect began");
      }
    } while (!(event instanceof PeerEvent.EffectBegan));
  }

  /** Waits until the client has ended, and says that it was with a whole response. */
  void awaitResponse() throws Exception {
    ended.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertTrue(client.response().isPresent(), "the client got no response");
  }

  @Override
  public void close() throws IOException {
    good.close();
    loop.close();
    server.close();
  }
}

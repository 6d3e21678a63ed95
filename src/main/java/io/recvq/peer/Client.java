package io.recvq.peer;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sys.AddressFamily;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection of ours to a server, from connecting on an event loop to its end. The addresses of a
 * name are tried in turn.
 */
public final class Client implements EventLoop.Registered {
  private final EventLoop loop;
  private final List<SocketAddress> addresses;
  private final ClientOptions options;
  private final Handler handler;
  private final Consumer<Ending> ended;
  private final Consumer<OperationException> failed;
  private int tried;
  private @Nullable SocketChannel channel;
  private @Nullable Connection talking;
  private Timers.@Nullable Timer timeout;

  private Client(
      EventLoop loop,
      List<SocketAddress> addresses,
      ClientOptions options,
      Handler handler,
      Consumer<Ending> ended,
      Consumer<OperationException> failed) {
    this.loop = loop;
    this.addresses = List.copyOf(addresses);
    this.options = options;
    this.handler = handler;
    this.ended = ended;
    this.failed = failed;
  }

  /**
   * Begins to connect, from any thread.
   *
   * @param addresses at least one
   * @return completes with how the connection ended; exceptionally with the OperationException of
   *     the last address when none could be connected to
   */
  public static CompletableFuture<Ending> start(
      EventLoop loop, List<SocketAddress> addresses, ClientOptions options, Handler handler) {
    CompletableFuture<Ending> ended = new CompletableFuture<>();
    start(
        loop,
        addresses,
        options,
        handler,
        ending -> ended.complete(ending),
        failure -> ended.completeExceptionally(failure));
    return ended;
  }

  /**
   * Begins to connect, from any thread; on the loop's thread either {@code ended} is told how the
   * connection ended, or {@code failed} why there was none.
   */
  static void start(
      EventLoop loop,
      List<SocketAddress> addresses,
      ClientOptions options,
      Handler handler,
      Consumer<Ending> ended,
      Consumer<OperationException> failed) {
    Client client = new Client(loop, addresses, options, handler, ended, failed);
    loop.execute(client::connectToNext);
  }

  private void connectToNext() {
    SocketAddress address = addresses.get(tried++);
    try {
      SocketChannel opened = AddressFamily.open(address, SocketChannel::open);
      channel = opened;
      opened.configureBlocking(false);
      if (!(address instanceof UnixDomainSocketAddress)) {
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      options.sockets().applyTo(opened);
      if (opened.connect(address)) {
        connected(opened);
      } else {
        loop.register(opened, SelectionKey.OP_CONNECT, this);
        timeout = loop.schedule(options.connectTimeout().toNanos(), this::timedOut);
      }
    } catch (IOException e) {
      tryNext(e);
    }
  }

  @Override
  public void ready(SelectionKey key) {
    SocketChannel connecting = (SocketChannel) key.channel();
    try {
      if (connecting.finishConnect()) {
        connected(connecting);
      }
    } catch (IOException e) {
      tryNext(e);
    }
  }

  private void timedOut() {
    tryNext(new IOException(Errno.ETIMEDOUT.text()));
  }

  private void connected(SocketChannel connecting) throws IOException {
    forgetTimeout();
    Transport transport = TlsLayer.transport(options.tls(), connecting);
    Connection connection =
        Connection.open(
            loop, transport, ignored -> handler, ending -> ended.accept(told(ending, transport)));
    talking = connection;
    StreamEvents.announceSecured(connection, transport);
    connection.showData(options.showData());
    connection.misbehave(options.effects().next());
    if (loop.observed()) {
      loop.emit(
          new PeerEvent.Connected(
              Instant.now(),
              connection.number(),
              connection.local(),
              connection.remote(),
              options.sockets().granted(connecting)));
    }
    connection.start();
  }

  /** The ending, with what a reset before the first byte may mean. */
  private Ending told(Ending ending, Transport transport) {
    boolean silent = talking != null && talking.bytesIn() == 0 && talking.bytesOut() > 0;
    if (ending.kind() != Ending.Kind.RESET || !(silent || transport.isShakingHands())) {
      return ending;
    }
    int port =
        options.tls().isEmpty() && addresses.get(tried - 1) instanceof InetSocketAddress inet
            ? inet.getPort()
            : 0;
    return ending.with(TlsFailure.ofReset(transport.isShakingHands(), port));
  }

  private void tryNext(IOException cause) {
    forgetTimeout();
    closeChannel();
    if (tried < addresses.size()) {
      connectToNext();
    } else {
      failed.accept(Dial.failure(addresses.get(tried - 1), cause));
    }
  }

  private void forgetTimeout() {
    if (timeout != null) {
      timeout.cancel();
      timeout = null;
    }
  }

  private void closeChannel() {
    SocketChannel open = channel;
    if (open != null) {
      Channels.closeQuietly(open);
      channel = null;
    }
  }

  /** The loop ends while this is still connecting. */
  @Override
  public void shutDown() {
    closeChannel();
    failed.accept(
        OperationException.of(
            "connect to " + Addresses.shown(addresses.get(tried - 1)), "stopped", ""));
  }
}

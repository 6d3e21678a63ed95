package io.recvq.lab;

import io.recvq.net.Endpoint;
import io.recvq.peer.Bind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

/**
 * A listening socket that accepts only when it is told to: its accept queue is there to be seen.
 */
public final class HandListener implements Member {
  private final String name;
  private final ServerSocketChannel channel;
  private final SocketAddress address;
  private final Runnable whenClosed;

  HandListener(String name, ServerSocketChannel channel, Runnable whenClosed) throws IOException {
    this.name = name;
    this.channel = channel;
    this.address = channel.getLocalAddress();
    this.whenClosed = whenClosed;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String what() {
    return "by hand";
  }

  @Override
  public List<Named> connections() {
    return List.of();
  }

  /** Where it listens; empty for a Unix-domain socket. */
  public Optional<Endpoint> endpoint() {
    return address instanceof InetSocketAddress inet
        ? Optional.of(Endpoint.of(inet).unmapped())
        : Optional.empty();
  }

  /** Where it listens, as shown. */
  public String address() {
    return address instanceof UnixDomainSocketAddress unix
        ? "unix:" + unix.getPath()
        : endpoint().map(Endpoint::toString).orElse("");
  }

  /** Whether other machines can reach it. */
  public boolean isBeyondLoopback() {
    return address instanceof InetSocketAddress inet && !inet.getAddress().isLoopbackAddress();
  }

  /** Takes the next connection from the accept queue; empty when none waits (EAGAIN). */
  Optional<SocketChannel> accept() throws IOException {
    SocketChannel accepted = channel.accept();
    if (accepted != null) {
      accepted.configureBlocking(false);
    }
    return Optional.ofNullable(accepted);
  }

  @Override
  public void close() {
    Bind.release(channel, address);
    whenClosed.run();
  }
}

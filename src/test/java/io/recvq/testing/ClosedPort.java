package io.recvq.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * A TCP port of 127.0.0.1 on which nobody listens, and on which nobody else can as long as this is
 * open: a socket is bound to it.
 */
public final class ClosedPort implements AutoCloseable {
  private final SocketChannel holder;
  private final int number;

  public ClosedPort() {
    try {
      holder = SocketChannel.open();
      holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      number = ((InetSocketAddress) holder.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int number() {
    return number;
  }

  @Override
  public String toString() {
    return "127.0.0.1:" + number;
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }
}

package io.recvq.peer;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** The bytes go to the socket as they are. */
final class SocketTransport implements Transport {
  private final SocketChannel channel;

  /**
   * @param channel connected and non-blocking
   */
  SocketTransport(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public SocketChannel socket() {
    return channel;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return channel.write(from);
  }

  @Override
  public void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void resetOnClose() throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public Optional<SocketAddress> local() {
    try {
      return Optional.of(channel.getLocalAddress());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<SocketAddress> remote() {
    try {
      return Optional.of(channel.getRemoteAddress());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

package io.recvq.testing;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * The system's channels where the last descriptor goes to a socket and none is left to wait with.
 */
public final class NoSelectors extends SelectorProvider {
  private final SelectorProvider system = SelectorProvider.provider();
  private final List<SocketChannel> opened = new ArrayList<>();

  /** The sockets that were opened, in that order. */
  public List<SocketChannel> opened() {
    return List.copyOf(opened);
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    throw new IOException("Too many open files");
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return kept(system.openSocketChannel());
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    return kept(system.openSocketChannel(family));
  }

  private SocketChannel kept(SocketChannel channel) {
    opened.add(channel);
    return channel;
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return system.openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return system.openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return system.openPipe();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return system.openServerSocketChannel();
  }
}

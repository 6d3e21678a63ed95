package io.recvq.peer;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sys.AddressFamily;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A client over UDP. It is connected, so that the kernel tells of a port on which nobody receives
 * (ECONNREFUSED, udp(7)), and takes datagrams from its server only. Sending and receiving may be
 * done by two threads.
 */
public final class DatagramClient implements AutoCloseable {
  private static final int LARGEST_DATAGRAM_BYTES = 64 << 10;

  private final SocketAddress server;
  private final DatagramChannel channel;
  private final Selector selector;
  private final ByteBuffer room = ByteBuffer.allocate(LARGEST_DATAGRAM_BYTES);
  private final List<GrantedOption> options;

  private DatagramClient(
      SocketAddress server,
      DatagramChannel channel,
      Selector selector,
      List<GrantedOption> options) {
    this.server = server;
    this.channel = channel;
    this.selector = selector;
    this.options = options;
  }

  /**
   * Opens a socket for this server. Nothing is sent yet, so success says nothing of the server.
   *
   * @throws OperationException when the system refuses the address
   */
  public static DatagramClient open(SocketAddress server, SocketSettings settings)
      throws OperationException {
    try {
      DatagramChannel channel = AddressFamily.open(server, DatagramChannel::open);
      try {
        return open(server, settings, channel);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw Dial.failure(server, e);
    }
  }

  private static DatagramClient open(
      SocketAddress server, SocketSettings settings, DatagramChannel channel) throws IOException {
    channel.configureBlocking(false);
    settings.applyTo(channel);
    channel.connect(server);
    Selector selector = Selector.open();
    try {
      channel.register(selector, SelectionKey.OP_READ);
      return new DatagramClient(server, channel, selector, settings.granted(channel));
    } catch (IOException e) {
      selector.close();
      throw e;
    }
  }

  /** What was asked of the socket and what the system granted. */
  public List<GrantedOption> options() {
    return options;
  }

  /**
   * Sends one datagram of a byte or more.
   *
   * @throws OperationException when it is too large, or an earlier one reached no receiver
   */
  public void send(ByteBuffer datagram) throws OperationException {
    int bytes = datagram.remaining();
    if (bytes == 0) {
      throw OperationException.of(
          "send 0 bytes to " + Addresses.shown(server), "Java sends no empty datagram", "");
    }
    try {
      if (channel.write(datagram) == 0) {
        throw new IOException(Errno.EAGAIN.text());
      }
    } catch (IOException e) {
      throw failure("send " + bytes + " bytes to ", e);
    }
  }

  /**
   * The next datagram from the server; empty when none came in this time. Interrupting the thread
   * ends the wait.
   *
   * @throws OperationException ECONNREFUSED when nobody receives on the server's port
   */
  public Optional<byte[]> receive(Duration atMost) throws OperationException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    try {
      while (true) {
        // Of receive, unlike of read, an empty datagram is not the same as none.
        if (channel.receive(room.clear()) != null) {
          byte[] datagram = new byte[room.flip().remaining()];
          room.get(datagram);
          return Optional.of(datagram);
        }
        long millis = (end - System.nanoTime() + 999_999) / 1_000_000;
        if (millis <= 0) {
          return Optional.empty();
        }
        selector.select(millis);
        selector.selectedKeys().clear();
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } catch (IOException e) {
      throw failure("receive from ", e);
    }
  }

  private OperationException failure(String attempted, IOException cause) {
    if (cause instanceof PortUnreachableException) {
      return OperationException.of(
          attempted + Addresses.shown(server),
          new IOException(Errno.ECONNREFUSED.text(), cause),
          "nobody receives there: an ICMP port unreachable came back");
    }
    return OperationException.of(attempted + Addresses.shown(server), cause, "");
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
  }
}

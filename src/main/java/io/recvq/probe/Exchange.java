package io.recvq.probe;

import io.recvq.net.Endpoint;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sys.AddressFamily;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * A TCP connection for a short exchange, every step of which ends by one deadline. For use by one
 * thread; an interrupt ends what it waits for.
 */
public final class Exchange implements AutoCloseable {
  private final SocketChannel channel;
  private final Selector selector;
  private final Endpoint far;
  private final long deadlineNanos;

  private Exchange(SocketChannel channel, Selector selector, Endpoint far, long deadlineNanos) {
    this.channel = channel;
    this.selector = selector;
    this.far = far;
    this.deadlineNanos = deadlineNanos;
  }

  /**
   * Connects.
   *
   * @param deadlineNanos {@link System#nanoTime} by which all steps end
   * @throws OperationException with the errno of a refused connect, ETIMEDOUT at the deadline
   */
  public static Exchange open(ProbeTarget target, int port, long deadlineNanos) throws IOException {
    return open(SelectorProvider.provider(), target, port, deadlineNanos);
  }

  /** As above, with the system's channels through a door that may fail. */
  static Exchange open(SelectorProvider system, ProbeTarget target, int port, long deadlineNanos)
      throws IOException {
    Endpoint far = new Endpoint(target.address(), port);
    InetSocketAddress address = new InetSocketAddress(target.toInetAddress(), port);
    SocketChannel channel = channel(system, address, far);
    Selector selector = selector(system, channel);
    Exchange exchange = new Exchange(channel, selector, far, deadlineNanos);
    try {
      channel.configureBlocking(false);
      boolean connected = channel.connect(address);
      channel.register(selector, SelectionKey.OP_CONNECT);
      while (!connected) {
        exchange.await(SelectionKey.OP_CONNECT, "connect to ");
        connected = channel.finishConnect();
      }
      if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
        throw OperationException.of(
            "connect to " + far, Errno.ECONNREFUSED, "nothing listens there");
      }
      return exchange;
    } catch (OperationException e) {
      exchange.close();
      throw e;
    } catch (IOException e) {
      exchange.close();
      throw OperationException.of("connect to " + far, e, "");
    }
  }

  /** Without a descriptor left for the selector the channel gives its own back. */
  private static Selector selector(SelectorProvider system, SocketChannel channel)
      throws IOException {
    try {
      return system.openSelector();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static SocketChannel channel(
      SelectorProvider system, InetSocketAddress address, Endpoint far) throws OperationException {
    try {
      return AddressFamily.open(address, system::openSocketChannel);
    } catch (IOException e) {
      throw OperationException.of("connect to " + far, e, "");
    }
  }

  private void await(int interest, String attempted) throws IOException {
    channel.keyFor(selector).interestOps(interest);
    selector.selectedKeys().clear();
    while (selector.selectedKeys().isEmpty()) {
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        String reading = "it is connected, but nothing more came in time";
        throw OperationException.of(
            attempted + far, Errno.ETIMEDOUT, interest == SelectionKey.OP_READ ? reading : "");
      }
      selector.select(left / 1_000_000 + 1);
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
    }
  }

  /** Sends all of the bytes. Throws OperationException with ETIMEDOUT at the deadline. */
  public void send(byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    try {
      while (rest.hasRemaining()) {
        if (channel.write(rest) == 0) {
          await(SelectionKey.OP_WRITE, "send to ");
        }
      }
    } catch (OperationException e) {
      throw e;
    } catch (IOException e) {
      throw OperationException.of("send to " + far, e, "");
    }
  }

  /**
   * Reads what is there, waiting until there is something: at least one byte, or -1 at the end of
   * the stream. Throws OperationException with ETIMEDOUT at the deadline.
   */
  public int read(ByteBuffer into) throws IOException {
    try {
      while (true) {
        int count = channel.read(into);
        if (count != 0) {
          return count;
        }
        await(SelectionKey.OP_READ, "receive from ");
      }
    } catch (OperationException e) {
      throw e;
    } catch (IOException e) {
      throw OperationException.of("receive from " + far, e, "");
    }
  }

  /**
   * The first bytes that the peer says of itself, at most so many; what arrives within a moment
   * after the first belongs to them. Empty when it says nothing until the deadline or closes.
   */
  public byte[] greeting(int maxBytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(maxBytes);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      while (buffer.hasRemaining() && read(buffer) > 0) {
        channel.keyFor(selector).interestOps(SelectionKey.OP_READ);
        selector.selectedKeys().clear();
        long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0 || selector.select(Math.min(GREETING_PAUSE_MILLIS, leftMillis)) == 0) {
          break;
        }
      }
    } catch (OperationException e) {
      if (e.errno().filter(errno -> errno != Errno.ETIMEDOUT).isPresent()
          && buffer.position() == 0) {
        throw e;
      }
    }
    all.write(buffer.array(), 0, buffer.position());
    return all.toByteArray();
  }

  private static final int GREETING_PAUSE_MILLIS = 50;

  /** Ends our half of the connection. */
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() {
    try {
      selector.close();
      channel.close();
    } catch (IOException e) {
      // A probe's connection has nothing left to lose.
      return;
    }
  }
}

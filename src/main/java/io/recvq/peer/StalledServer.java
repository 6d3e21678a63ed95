package io.recvq.peer;

import io.recvq.net.AddressSpec;
import io.recvq.net.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server that accepts and never reads, until it is told to; then it reads and forgets what comes.
 * Until then its socket's Recv-Q fills, the window closes, and the peer's writes are refused.
 *
 * <p>It lives as long as the event loop that it was opened on. Its methods may be called from any
 * thread.
 */
public final class StalledServer {
  private final EventLoop loop;
  private final List<Connection> connections = new ArrayList<>();
  private final Listener listener;
  private boolean reading;
  private final AtomicLong bytesRead = new AtomicLong();

  private StalledServer(EventLoop loop, AddressSpec address, ServerOptions options)
      throws IOException {
    this.loop = loop;
    Handler handler = new Stall();
    this.listener = Listener.open(loop, address, options, connection -> handler);
  }

  /**
   * Listens and accepts without reading.
   *
   * @throws io.recvq.net.OperationException when the system refuses the address
   */
  public static StalledServer open(EventLoop loop, AddressSpec address, ServerOptions options)
      throws IOException {
    return new StalledServer(loop, address, options);
  }

  /** What all connections share; on the loop's thread. */
  private final class Stall implements Handler {
    @Override
    public void opened(Connection connection) {
      connections.add(connection);
      if (!reading) {
        connection.pauseReading();
      }
    }

    @Override
    public void received(Connection connection, ByteBuffer bytes) {
      bytesRead.addAndGet(bytes.remaining());
    }

    @Override
    public void closed(Connection connection, Ending ending) {
      connections.remove(connection);
    }
  }

  /** Where it listens, with the real port; empty for a Unix-domain socket. */
  public Optional<Endpoint> endpoint() {
    return listener.endpoint();
  }

  /** Reads from every connection, present and future, and forgets what comes. */
  public void readAgain() {
    loop.execute(() -> setReading(true));
  }

  /** Stops reading again; what comes stays in the kernel. */
  public void stall() {
    loop.execute(() -> setReading(false));
  }

  private void setReading(boolean read) {
    reading = read;
    for (Connection connection : List.copyOf(connections)) {
      if (read) {
        connection.resumeReading();
      } else {
        connection.pauseReading();
      }
    }
  }

  /** Bytes read so far, all connections together. */
  public long bytesRead() {
    return bytesRead.get();
  }
}

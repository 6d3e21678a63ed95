package io.recvq.peer;

import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.sys.Threads;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client that writes and never reads, until the kernel takes no more. In which manner it is told
 * so depends on the socket's mode: a non-blocking write is refused with EAGAIN (write(2)), one with
 * a time-out gives up, a blocking one does not return.
 *
 * <p>One thread fills; {@link #acceptedBytes} may be read by others meanwhile.
 */
public final class Filler implements AutoCloseable {
  /** What one write offers, as the reference measurements do. */
  public static final int DEFAULT_CHUNK_BYTES = 64 << 10;

  private static final Duration RETRY = Duration.ofMillis(5);

  private final TracedSocket socket;
  private final ByteBuffer chunk;
  private final AtomicLong accepted = new AtomicLong();
  private OptionalLong firstRefusal = OptionalLong.empty();
  private long firstRefusalNanos;
  private volatile long lastAcceptedNanos = System.nanoTime();
  private long startNanos = System.nanoTime();
  private @Nullable Thread blockedWriter;

  private Filler(TracedSocket socket, int chunkBytes) {
    this.socket = socket;
    this.chunk = ByteBuffer.allocateDirect(chunkBytes);
    for (int i = 0; i < chunkBytes; i++) {
      chunk.put((byte) ('a' + i % 26));
    }
  }

  /**
   * Connects a non-blocking socket, waiting at most so long, and is ready to write.
   *
   * @param settings set before connecting
   * @throws OperationException when the connection is refused, reset or times out
   */
  public static Filler connect(
      SocketAddress address, SocketSettings settings, int chunkBytes, Duration timeout)
      throws OperationException, InterruptedException {
    return connect(
        address, settings, chunkBytes, timeout, SocketMode.NON_BLOCKING, TracedSocket.SILENT);
  }

  /** Connects a socket of this mode; see {@link TracedSocket#connect} for the rest. */
  public static Filler connect(
      SocketAddress address,
      SocketSettings settings,
      int chunkBytes,
      Duration timeout,
      SocketMode mode,
      Consumer<SocketCall> trace)
      throws OperationException, InterruptedException {
    return new Filler(TracedSocket.connect(address, settings, mode, timeout, trace), chunkBytes);
  }

  /** Why writing ended. */
  public enum Stop {
    /** A non-blocking write was refused: EAGAIN. */
    REFUSED,
    /** A blocking write does not return. */
    BLOCKED,
    /** The time-out of a write was over. */
    TIMED_OUT,
    /** So many bytes as were allowed have been accepted. */
    LIMIT
  }

  /**
   * Writes until a non-blocking write is refused, a time-out is over, or the kernel has accepted
   * this much in all.
   *
   * @throws IOException when the connection is gone: reset, or a broken pipe
   */
  public Stop writeUntilRefused(long maxBytes) throws IOException, InterruptedException {
    while (accepted.get() < maxBytes) {
      chunk.clear();
      long left = maxBytes - accepted.get();
      if (left < chunk.capacity()) {
        chunk.limit((int) left);
      }
      int count = socket.write(chunk);
      if (count > 0) {
        accepted.addAndGet(count);
        lastAcceptedNanos = System.nanoTime();
      }
      if (count == 0) {
        refused();
        return socket.mode() instanceof SocketMode.TimeOut ? Stop.TIMED_OUT : Stop.REFUSED;
      }
    }
    return Stop.LIMIT;
  }

  private void refused() {
    if (firstRefusal.isEmpty()) {
      firstRefusal = OptionalLong.of(accepted.get());
      firstRefusalNanos = System.nanoTime() - startNanos;
    }
  }

  /** Waits; true when it was cut short because the user asked to stop. */
  @FunctionalInterface
  public interface Pause {
    boolean await(Duration time) throws InterruptedException;
  }

  /**
   * Writes until the kernel takes no more. A non-blocking socket goes on trying for the settle
   * time, because the send buffer grows by itself for a while (tcp(7), tcp_wmem); a blocking one is
   * taken to be blocked when it took nothing for so long.
   *
   * @param pause waits between two tries
   * @throws IOException when the connection is gone: reset, or a broken pipe
   */
  public Stop fill(long maxBytes, Duration settle, Pause pause)
      throws IOException, InterruptedException {
    startNanos = System.nanoTime();
    if (socket.mode() instanceof SocketMode.Blocking) {
      return fillBlocking(maxBytes, settle, pause);
    }
    Stop first = writeUntilRefused(maxBytes);
    if (first != Stop.REFUSED) {
      return first;
    }
    long end = System.nanoTime() + settle.toNanos();
    while (System.nanoTime() < end && !pause.await(RETRY)) {
      if (writeUntilRefused(maxBytes) == Stop.LIMIT) {
        return Stop.LIMIT;
      }
    }
    return Stop.REFUSED;
  }

  private Stop fillBlocking(long maxBytes, Duration settle, Pause pause)
      throws IOException, InterruptedException {
    BlockingWriter writer = new BlockingWriter(maxBytes);
    Thread thread = new Thread(writer, "recvq fill");
    blockedWriter = thread;
    thread.start();
    writer.begun.await();
    while (thread.isAlive() && sinceLastAccepted().compareTo(settle) < 0) {
      if (pause.await(RETRY)) {
        break;
      }
    }
    if (thread.isAlive()) {
      refused();
      return Stop.BLOCKED;
    }
    if (writer.failure != null) {
      throw writer.failure;
    }
    return Stop.LIMIT;
  }

  /** Writes on a thread of its own, which a blocked write holds until the socket is closed. */
  private final class BlockingWriter implements Runnable {
    private final long maxBytes;
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile @Nullable IOException failure;

    BlockingWriter(long maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public void run() {
      try {
        // A thread that has not begun yet takes nothing either, and is not blocked.
        lastAcceptedNanos = System.nanoTime();
        begun.countDown();
        writeUntilRefused(maxBytes);
      } catch (ClosedChannelException e) {
        // The end of a blocked writer: what it took before was counted.
        return;
      } catch (IOException e) {
        failure = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** How long ago the kernel last took anything. */
  public Duration sinceLastAccepted() {
    return Duration.ofNanos(System.nanoTime() - lastAcceptedNanos);
  }

  /** Bytes that the kernel has accepted so far. */
  public long acceptedBytes() {
    return accepted.get();
  }

  /** Bytes accepted when a write was first refused; empty until then. */
  public OptionalLong firstRefusalBytes() {
    return firstRefusal;
  }

  /**
   * Time from the beginning of {@link #fill}, or from connecting without it, to the first refusal;
   * zero until then.
   */
  public Duration timeToFirstRefusal() {
    return Duration.ofNanos(firstRefusalNanos);
  }

  /** What was asked of the socket and what the system granted. */
  public List<GrantedOption> options() {
    return socket.options();
  }

  /** Our address and port; empty on a Unix-domain socket. */
  public Optional<Endpoint> local() throws IOException {
    return socket.local();
  }

  /** The peer's address and port; empty on a Unix-domain socket. */
  public Optional<Endpoint> remote() throws IOException {
    return socket.remote();
  }

  /** Closes the connection, which ends a blocked write; what that had taken is counted then. */
  @Override
  public void close() throws IOException {
    socket.close();
    Thread writer = blockedWriter;
    if (writer != null) {
      Threads.awaitEnd(writer);
    }
  }
}

package io.recvq.peer;

import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client that writes and never reads, without blocking, until the kernel takes no more. A write
 * that returns 0 is one that the kernel refused with EAGAIN (write(2)).
 *
 * <p>One thread fills; {@link #acceptedBytes} may be read by others meanwhile.
 */
public final class Filler implements AutoCloseable {
  /** What one write offers, as the reference measurements do. */
  public static final int DEFAULT_CHUNK_BYTES = 64 << 10;

  private static final Duration RETRY = Duration.ofMillis(5);

  private final SocketChannel channel;
  private final ByteBuffer chunk;
  private final AtomicLong accepted = new AtomicLong();
  private OptionalLong firstRefusal = OptionalLong.empty();
  private long firstRefusalNanos;
  private long lastAcceptedNanos = System.nanoTime();
  private final long startNanos = System.nanoTime();

  private Filler(SocketChannel channel, int chunkBytes) {
    this.channel = channel;
    this.chunk = ByteBuffer.allocateDirect(chunkBytes);
    for (int i = 0; i < chunkBytes; i++) {
      chunk.put((byte) ('a' + i % 26));
    }
  }

  /**
   * Connects, waiting at most so long, and is ready to write.
   *
   * @param settings set before connecting
   * @throws OperationException when the connection is refused, reset or times out
   */
  public static Filler connect(
      SocketAddress address, SocketSettings settings, int chunkBytes, Duration timeout)
      throws OperationException, InterruptedException {
    return new Filler(Dial.connect(address, settings, timeout), chunkBytes);
  }

  /** Why writing ended. */
  public enum Stop {
    /** The kernel refused: EAGAIN. */
    REFUSED,
    /** So many bytes as were allowed have been accepted. */
    LIMIT
  }

  /**
   * Writes until the kernel refuses or it has accepted this much in all.
   *
   * @throws IOException when the connection is gone: reset, or a broken pipe
   */
  public Stop writeUntilRefused(long maxBytes) throws IOException {
    while (accepted.get() < maxBytes) {
      chunk.clear();
      long left = maxBytes - accepted.get();
      if (left < chunk.capacity()) {
        chunk.limit((int) left);
      }
      int count = channel.write(chunk);
      if (count > 0) {
        accepted.addAndGet(count);
        lastAcceptedNanos = System.nanoTime();
      }
      if (count == 0) {
        if (firstRefusal.isEmpty()) {
          firstRefusal = OptionalLong.of(accepted.get());
          firstRefusalNanos = System.nanoTime() - startNanos;
        }
        return Stop.REFUSED;
      }
    }
    return Stop.LIMIT;
  }

  /** Waits; true when it was cut short because the user asked to stop. */
  @FunctionalInterface
  public interface Pause {
    boolean await(Duration time) throws InterruptedException;
  }

  /**
   * Writes until the kernel refuses, then goes on trying for the settle time, because the send
   * buffer grows by itself for a while (tcp(7), tcp_wmem).
   *
   * @param pause waits between two tries
   * @throws IOException when the connection is gone: reset, or a broken pipe
   */
  public Stop fill(long maxBytes, Duration settle, Pause pause)
      throws IOException, InterruptedException {
    if (writeUntilRefused(maxBytes) == Stop.LIMIT) {
      return Stop.LIMIT;
    }
    long end = System.nanoTime() + settle.toNanos();
    while (System.nanoTime() < end && !pause.await(RETRY)) {
      if (writeUntilRefused(maxBytes) == Stop.LIMIT) {
        return Stop.LIMIT;
      }
    }
    return Stop.REFUSED;
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

  /** Time from connecting to the first refusal; zero until then. */
  public Duration timeToFirstRefusal() {
    return Duration.ofNanos(firstRefusalNanos);
  }

  /** Our address and port; empty on a Unix-domain socket. */
  public Optional<Endpoint> local() throws IOException {
    return endpoint(channel.getLocalAddress());
  }

  /** The peer's address and port; empty on a Unix-domain socket. */
  public Optional<Endpoint> remote() throws IOException {
    return endpoint(channel.getRemoteAddress());
  }

  private static Optional<Endpoint> endpoint(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? Optional.of(Endpoint.of(inet).unmapped())
        : Optional.empty();
  }

  /** SO_SNDBUF as the JDK reads it, which is half of the kernel's figure on Linux. */
  public int sendBufferBytes() throws IOException {
    return channel.getOption(StandardSocketOptions.SO_SNDBUF);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

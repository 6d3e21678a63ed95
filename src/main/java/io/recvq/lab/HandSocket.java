package io.recvq.lab;

import io.recvq.net.Endpoint;
import io.recvq.net.Errno;
import io.recvq.peer.ConnectionState.Ends;
import io.recvq.protocol.Decoded;
import io.recvq.protocol.FrameDecoder;
import io.recvq.protocol.FrameLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connected, non-blocking socket that does nothing by itself: each method is one system call, and
 * what the system answers is its result. For one thread; the counters may be read from others.
 */
public final class HandSocket implements Member {
  /** Which direction is shut down. */
  public enum Side {
    /** No more is read. */
    IN,
    /** No more is sent: the peer gets a FIN. */
    OUT,
    BOTH
  }

  private final String name;
  private final SocketChannel channel;
  private final Optional<Ends> ends;
  private final Runnable whenClosed;
  private final FrameDecoder frames = new FrameDecoder(FrameLimits.DEFAULT);
  private final AtomicLong bytesIn = new AtomicLong();
  private final AtomicLong bytesOut = new AtomicLong();

  HandSocket(String name, SocketChannel channel, Runnable whenClosed) throws IOException {
    this.name = name;
    this.channel = channel;
    this.whenClosed = whenClosed;
    this.ends =
        channel.getLocalAddress() instanceof InetSocketAddress local
                && channel.getRemoteAddress() instanceof InetSocketAddress remote
            ? Optional.of(new Ends(Endpoint.of(local).unmapped(), Endpoint.of(remote).unmapped()))
            : Optional.empty();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String what() {
    return "by hand";
  }

  /** Its own and its peer's endpoint; empty on a Unix-domain socket. */
  public Optional<Ends> ends() {
    return ends;
  }

  @Override
  public List<Named> connections() {
    return List.of(new Named(name, ends, bytesIn.get(), bytesOut.get()));
  }

  /** One write; the buffer's position moves over what was taken. */
  public Outcome write(ByteBuffer bytes) throws IOException {
    int wanted = bytes.remaining();
    ByteBuffer before = bytes.duplicate();
    long start = System.nanoTime();
    try {
      int count = channel.write(bytes);
      if (count == 0 && wanted > 0) {
        return Outcome.refused("write", wanted, Errno.EAGAIN, start);
      }
      bytesOut.addAndGet(count);
      byte[] taken = new byte[count];
      before.get(taken);
      return Outcome.of("write", wanted, count, taken, start);
    } catch (IOException e) {
      return Outcome.of("write", wanted, e, start);
    }
  }

  /** One read of at most so many bytes. */
  public Outcome read(int atMost) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(atMost);
    long start = System.nanoTime();
    try {
      int count = channel.read(buffer);
      if (count == 0) {
        return Outcome.refused("read", atMost, Errno.EAGAIN, start);
      }
      byte[] bytes = new byte[Math.max(0, count)];
      buffer.flip().get(bytes);
      bytesIn.addAndGet(bytes.length);
      return Outcome.of("read", atMost, bytes.length, bytes, start);
    } catch (IOException e) {
      return Outcome.of("read", atMost, e, start);
    }
  }

  /** The whole frames and malformed ones in these bytes and those given before. */
  public List<Decoded> frames(byte[] bytes) {
    frames.feed(ByteBuffer.wrap(bytes));
    List<Decoded> whole = new ArrayList<>();
    for (Decoded next = frames.next(); !(next instanceof Decoded.NeedMore); next = frames.next()) {
      whole.add(next);
    }
    return whole;
  }

  /** Bytes of a frame that is not complete yet. */
  public long heldBytes() {
    return frames.heldBytes();
  }

  /**
   * Waits until a read or write would do something; false when the time is over first.
   *
   * @param reading whether a read is meant, else a write
   */
  public boolean await(boolean reading, Duration atMost) throws IOException, InterruptedException {
    long millis = Math.max(1, atMost.toMillis());
    try (Selector selector = Selector.open()) {
      channel.register(selector, reading ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
      boolean ready = selector.select(millis) > 0;
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return ready;
    }
  }

  /** Ends a direction, or both. */
  public Outcome shutdown(Side side) throws IOException {
    long start = System.nanoTime();
    try {
      if (side != Side.OUT) {
        channel.shutdownInput();
      }
      if (side != Side.IN) {
        channel.shutdownOutput();
      }
      return Outcome.of("shutdown", 0, 0, new byte[0], start);
    } catch (IOException e) {
      return Outcome.of("shutdown", 0, e, start);
    }
  }

  /** Closes with a reset in place of an orderly end (SO_LINGER 0, man 7 socket). */
  public Outcome reset() throws IOException {
    if (ends.isPresent()) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    return end();
  }

  /** Closes; what was not read makes it a reset (RFC 2525, 2.17). */
  public Outcome end() throws IOException {
    long start = System.nanoTime();
    try {
      channel.close();
      return Outcome.of("close", 0, 0, new byte[0], start);
    } catch (IOException e) {
      return Outcome.of("close", 0, e, start);
    } finally {
      whenClosed.run();
    }
  }

  @Override
  public void close() {
    try {
      end();
    } catch (IOException e) {
      // The descriptor is gone whatever close answers (man 2 close), and nobody waits for more.
      return;
    }
  }
}

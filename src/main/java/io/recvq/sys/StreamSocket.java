package io.recvq.sys;

import com.sun.jna.Native;
import io.recvq.net.Endpoint;
import io.recvq.net.Errno;
import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;

/**
 * A TCP socket of Linux whose calls are the system's own: each tells what the kernel returned, the
 * errno included, and how long it took. Nothing is set that was not asked for. One thread at a time
 * calls; {@link #wake} may come from any other.
 */
public final class StreamSocket implements AutoCloseable {
  /** Setting options by their numbers in the kernel's headers. */
  public enum Option {
    REUSE_ADDRESS(1, 2),
    SEND_BUFFER(1, 7),
    RECEIVE_BUFFER(1, 8),
    KEEP_ALIVE(1, 9),
    NO_DELAY(6, 1),
    MAX_SEGMENT(6, 2),
    QUICK_ACK(6, 12),
    USER_TIMEOUT_MILLIS(6, 18);

    private final int level;
    private final int number;

    Option(int level, int number) {
      this.level = level;
      this.number = number;
    }
  }

  /** Which of the two directions may only wait for so long. */
  public enum Timeout {
    RECEIVE(20),
    SEND(21);

    private final int number;

    Timeout(int number) {
      this.number = number;
    }
  }

  private static final int SOL_SOCKET = 1;
  private static final int SO_LINGER = 13;
  private static final int ADDRESS_BYTES = 128;

  private final int fd;
  private final boolean v6;
  private final boolean blocking;

  /** Guarded, so that nobody wakes a number that belongs to another socket by now. */
  private boolean closed;

  /**
   * What a call returned.
   *
   * @param value as the call gives it; -1 where it failed
   * @param errnoNumber of a failed call, else 0
   * @param endNanos when it returned, on the clock of System.nanoTime
   * @param took from the call to then
   */
  public record Answer(long value, int errnoNumber, long endNanos, Duration took) {
    /** The errno of a failed call. */
    public Optional<Errno> errno() {
      return Errno.of(errnoNumber);
    }

    /** Whether the kernel refused. */
    public boolean failed() {
      return errnoNumber != 0;
    }
  }

  /**
   * What accept returned.
   *
   * @param socket the connection; empty when it failed
   * @param remote who connected; empty when it failed
   */
  public record Accepted(Answer answer, Optional<StreamSocket> socket, Optional<Endpoint> remote) {}

  private StreamSocket(int fd, boolean v6, boolean blocking) {
    this.fd = fd;
    this.v6 = v6;
    this.blocking = blocking;
  }

  /**
   * Opens a socket in the calling thread's network namespace.
   *
   * @param v6 whether its family is AF_INET6
   * @param blocking whether its calls wait
   * @throws OperationException when the kernel gives none, or native calls do not work here
   */
  public static StreamSocket open(boolean v6, boolean blocking) throws OperationException {
    SocketCalls.require("open a socket");
    int family = v6 ? SocketCalls.AF_INET6 : SocketCalls.AF_INET;
    int type = SocketCalls.SOCK_STREAM | flags(blocking);
    int fd = SocketCalls.socket(family, type, 0);
    if (fd < 0) {
      throw SocketCalls.failed("open a TCP socket", Native.getLastError(), "");
    }
    return new StreamSocket(fd, v6, blocking);
  }

  private static int flags(boolean blocking) {
    return SocketCalls.SOCK_CLOEXEC | (blocking ? 0 : SocketCalls.SOCK_NONBLOCK);
  }

  /** Sets an option; throws when the kernel refuses it. */
  public void set(Option option, int value) throws OperationException {
    set(option.level, option.number, ints(value), option.toString());
  }

  /** SO_LINGER; with 0 seconds close resets the connection. */
  public void linger(int seconds) throws OperationException {
    set(SOL_SOCKET, SO_LINGER, ints(1, seconds), "SO_LINGER");
  }

  /** SO_RCVTIMEO or SO_SNDTIMEO: a call then waits at most so long and answers EAGAIN. */
  public void set(Timeout timeout, Duration duration) throws OperationException {
    byte[] value =
        ByteBuffer.allocate(16)
            .order(ByteOrder.nativeOrder())
            .putLong(duration.toSeconds())
            .putLong(duration.toNanosPart() / 1000)
            .array();
    set(SOL_SOCKET, timeout.number, value, "the " + timeout + " time-out");
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.nativeOrder());
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  private void set(int level, int option, byte[] value, String name) throws OperationException {
    if (SocketCalls.setsockopt(fd, level, option, value, value.length) != 0) {
      throw SocketCalls.failed("set the socket's " + name, Native.getLastError(), "");
    }
  }

  /** bind(2); port 0 lets the kernel choose. */
  public Answer bind(IpAddress address, int port) {
    if (isClosed()) {
      return badDescriptor();
    }
    byte[] to = SocketAddresses.encode(address, 0, port);
    long start = System.nanoTime();
    return answer(start, StreamCalls.bind(fd, to, to.length));
  }

  /** listen(2). */
  public Answer listen(int backlog) {
    if (isClosed()) {
      return badDescriptor();
    }
    long start = System.nanoTime();
    return answer(start, StreamCalls.listen(fd, backlog));
  }

  /** connect(2). */
  public Answer connect(IpAddress address, int port) {
    if (isClosed()) {
      return badDescriptor();
    }
    byte[] to = SocketAddresses.encode(address, 0, port);
    long start = System.nanoTime();
    return answer(start, SocketCalls.connect(fd, to, to.length));
  }

  /** accept4(2); the connection waits, or does not, as this socket. */
  public Accepted accept() {
    if (isClosed()) {
      return new Accepted(badDescriptor(), Optional.empty(), Optional.empty());
    }
    byte[] from = new byte[ADDRESS_BYTES];
    int[] size = {from.length};
    long start = System.nanoTime();
    Answer answer = answer(start, StreamCalls.accept4(fd, from, size, flags(blocking)));
    return answer.failed()
        ? new Accepted(answer, Optional.empty(), Optional.empty())
        : new Accepted(
            answer,
            Optional.of(new StreamSocket((int) answer.value(), v6, blocking)),
            Optional.of(SocketAddresses.endpoint(from)));
  }

  /** send(2) of what remains in a direct buffer, which stays as it is. */
  public Answer send(ByteBuffer direct) {
    if (isClosed()) {
      return badDescriptor();
    }
    ByteBuffer rest = direct.slice();
    long start = System.nanoTime();
    return answer(start, StreamCalls.send(fd, rest, rest.remaining(), SocketCalls.MSG_NOSIGNAL));
  }

  /** recv(2) of at most so many bytes to the beginning of a direct buffer, which stays as it is. */
  public Answer receive(ByteBuffer direct, int atMostBytes) {
    if (isClosed()) {
      return badDescriptor();
    }
    int count = Math.min(atMostBytes, direct.capacity());
    long start = System.nanoTime();
    return answer(start, StreamCalls.recv(fd, direct, count, 0));
  }

  /** shutdown(2) of the sending direction. */
  public Answer shutdownWrite() {
    if (isClosed()) {
      return badDescriptor();
    }
    long start = System.nanoTime();
    return answer(start, StreamCalls.shutdown(fd, StreamCalls.SHUT_WR));
  }

  /** Makes a call that waits in another thread return. */
  public synchronized void wake() {
    if (!closed) {
      StreamCalls.shutdown(fd, StreamCalls.SHUT_RDWR);
    }
  }

  /** close(2); of a closed one EBADF. */
  public synchronized Answer closeNow() {
    if (closed) {
      return badDescriptor();
    }
    long start = System.nanoTime();
    closed = true;
    return answer(start, SocketCalls.close(fd));
  }

  /** What any call of a closed socket answers; its number may be another socket's by now. */
  private static Answer badDescriptor() {
    return new Answer(-1, Errno.EBADF.number(), System.nanoTime(), Duration.ZERO);
  }

  private static Answer answer(long start, long value) {
    int errno = value < 0 ? Native.getLastError() : 0;
    long end = System.nanoTime();
    return new Answer(value, errno, end, Duration.ofNanos(end - start));
  }

  /** Its own address and port; empty when it is closed or not bound. */
  public synchronized Optional<Endpoint> local() {
    byte[] address = new byte[ADDRESS_BYTES];
    int[] size = {address.length};
    if (closed || StreamCalls.getsockname(fd, address, size) != 0) {
      return Optional.empty();
    }
    return Optional.of(SocketAddresses.endpoint(address)).filter(end -> end.port() != 0);
  }

  /** Whether it was closed. */
  public synchronized boolean isClosed() {
    return closed;
  }

  /** Closes it for good: a connection that still stands is reset and leaves no TIME_WAIT. */
  @Override
  public synchronized void close() {
    if (!closed) {
      byte[] linger = ints(1, 0);
      SocketCalls.setsockopt(fd, SOL_SOCKET, SO_LINGER, linger, linger.length);
      closed = true;
      SocketCalls.close(fd);
    }
  }
}

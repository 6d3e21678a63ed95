package io.recvq.peer;

import io.recvq.net.Endpoint;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sys.AddressFamily;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A client's socket in one of the three modes that programs use, which tells of each call what it
 * returned. The calls are made on the caller's thread; interrupting it ends any of them.
 */
public final class TracedSocket implements AutoCloseable {
  /** Keeps no record. */
  public static final Consumer<SocketCall> SILENT = call -> {};

  private static final Duration FOR_EVER = Duration.ofDays(365);

  private final SocketChannel channel;
  private final Selector selector;
  private final SocketMode mode;
  private final Consumer<SocketCall> trace;
  private final List<GrantedOption> options;

  private TracedSocket(
      SocketChannel channel,
      Selector selector,
      SocketMode mode,
      Consumer<SocketCall> trace,
      List<GrantedOption> options) {
    this.channel = channel;
    this.selector = selector;
    this.mode = mode;
    this.trace = trace;
    this.options = options;
  }

  /**
   * Connects in this mode.
   *
   * @param connectTimeout for a non-blocking socket; a blocking one waits as long as the system
   *     does
   * @param trace told each call when it has returned
   * @throws OperationException when the connection is refused, reset or times out
   */
  public static TracedSocket connect(
      SocketAddress address,
      SocketSettings settings,
      SocketMode mode,
      Duration connectTimeout,
      Consumer<SocketCall> trace)
      throws OperationException, InterruptedException {
    try {
      SocketChannel channel = AddressFamily.open(address, SocketChannel::open);
      try {
        settings.applyTo(channel);
        channel.configureBlocking(mode instanceof SocketMode.Blocking);
        Duration limit = mode instanceof SocketMode.TimeOut timed ? timed.limit() : connectTimeout;
        return connect(address, channel, mode, trace, settings.granted(channel), limit);
      } catch (IOException | InterruptedException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw Dial.failure(address, e);
    }
  }

  private static TracedSocket connect(
      SocketAddress address,
      SocketChannel channel,
      SocketMode mode,
      Consumer<SocketCall> trace,
      List<GrantedOption> options,
      Duration limit)
      throws IOException, InterruptedException {
    Selector selector = Selector.open();
    try {
      if (!channel.isBlocking()) {
        channel.register(selector, 0);
      }
      TracedSocket socket = new TracedSocket(channel, selector, mode, trace, options);
      socket.connect(address, limit);
      return socket;
    } catch (IOException | InterruptedException e) {
      selector.close();
      throw e;
    }
  }

  /** A call that gives a number of bytes. */
  @FunctionalInterface
  private interface Call {
    int run() throws IOException;
  }

  private void connect(SocketAddress address, Duration limit)
      throws IOException, InterruptedException {
    boolean done;
    long start = System.nanoTime();
    Instant time = Instant.now();
    try {
      done = channel.connect(address);
      SocketCall.Result result =
          done ? new SocketCall.Returned(0) : new SocketCall.Failed(Errno.EINPROGRESS);
      record(time, start, "connect", OptionalInt.empty(), result);
    } catch (IOException e) {
      throw failed(time, start, "connect", OptionalInt.empty(), e);
    }
    if (!done) {
      if (!await(SelectionKey.OP_CONNECT, limit)) {
        throw new IOException(Errno.ETIMEDOUT.text());
      }
      traced("getsockopt SO_ERROR", OptionalInt.empty(), this::finishConnect);
    }
  }

  private int finishConnect() throws IOException {
    channel.finishConnect();
    return 0;
  }

  /**
   * Offers these bytes once. Takes some or all of them; none when a non-blocking socket refused
   * (EAGAIN) or the time-out was over.
   */
  public int write(ByteBuffer bytes) throws IOException, InterruptedException {
    if (mode instanceof SocketMode.TimeOut timed && !await(SelectionKey.OP_WRITE, timed.limit())) {
      return 0;
    }
    return traced("write", OptionalInt.of(bytes.remaining()), () -> channel.write(bytes));
  }

  /**
   * Writes all of these bytes; a non-blocking socket awaits that it is writable in between.
   *
   * @throws SocketTimeoutException when the time-out was over first
   */
  public void writeAll(ByteBuffer bytes) throws IOException, InterruptedException {
    while (bytes.hasRemaining()) {
      if (write(bytes) == 0) {
        awaitOrFail(SelectionKey.OP_WRITE, "write");
      }
    }
  }

  /**
   * Reads what has come, at least a byte; -1 at the end of the stream. A non-blocking socket tries
   * first and awaits that it is readable when it is refused.
   *
   * @throws SocketTimeoutException when the time-out was over first
   */
  public int read(ByteBuffer into) throws IOException, InterruptedException {
    while (true) {
      if (mode instanceof SocketMode.TimeOut) {
        awaitOrFail(SelectionKey.OP_READ, "read");
      }
      int count = traced("read", OptionalInt.of(into.remaining()), () -> channel.read(into));
      if (count != 0) {
        return count;
      }
      awaitOrFail(SelectionKey.OP_READ, "read");
    }
  }

  /** Ends the sending (FIN); reading goes on. */
  public void endOutput() throws IOException, InterruptedException {
    traced(
        "shutdown SHUT_WR",
        OptionalInt.empty(),
        () -> {
          channel.shutdownOutput();
          return 0;
        });
  }

  private int traced(String name, OptionalInt bytes, Call call)
      throws IOException, InterruptedException {
    Instant time = Instant.now();
    long start = System.nanoTime();
    try {
      int value = call.run();
      boolean refused = value == 0 && bytes.isPresent() && !channel.isBlocking();
      SocketCall.Result result =
          refused
              ? new SocketCall.Failed(Errno.EAGAIN)
              : channel.isOpen()
                  ? new SocketCall.Returned(Math.max(value, 0))
                  : new SocketCall.CutShort(value);
      record(time, start, name, bytes, result);
      return value;
    } catch (IOException e) {
      throw failed(time, start, name, bytes, e);
    }
  }

  private IOException failed(
      Instant time, long start, String name, OptionalInt bytes, IOException failure)
      throws InterruptedException {
    if (failure instanceof AsynchronousCloseException) {
      record(time, start, name, bytes, new SocketCall.CutShort(0));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    } else {
      Errno.of(failure)
          .ifPresent(errno -> record(time, start, name, bytes, new SocketCall.Failed(errno)));
    }
    return failure;
  }

  private void record(
      Instant time, long start, String name, OptionalInt bytes, SocketCall.Result result) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    trace.accept(new SocketCall(time, name, bytes, result, took));
  }

  private void awaitOrFail(int operation, String call) throws IOException, InterruptedException {
    Duration limit = mode instanceof SocketMode.TimeOut timed ? timed.limit() : FOR_EVER;
    if (!await(operation, limit)) {
      throw new SocketTimeoutException(call + " timed out");
    }
  }

  private boolean await(int operation, Duration limit) throws IOException, InterruptedException {
    Instant time = Instant.now();
    long start = System.nanoTime();
    String name = operation == SelectionKey.OP_READ ? "await readable" : "await writable";
    Objects.requireNonNull(channel.keyFor(selector)).interestOps(operation);
    long end = start + limit.toNanos();
    long millis = limit.toMillis();
    int ready = 0;
    while (ready == 0 && millis > 0) {
      ready = selector.select(millis);
      if (Thread.interrupted()) {
        record(time, start, name, OptionalInt.empty(), new SocketCall.Failed(Errno.EINTR));
        throw new InterruptedException();
      }
      millis = (end - System.nanoTime() + 999_999) / 1_000_000;
    }
    selector.selectedKeys().clear();
    record(
        time,
        start,
        name,
        OptionalInt.empty(),
        ready == 0 ? new SocketCall.TimedOut() : new SocketCall.Returned(ready));
    return ready > 0;
  }

  public SocketMode mode() {
    return mode;
  }

  /** What was asked of the socket and what the system granted. */
  public List<GrantedOption> options() {
    return options;
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

  /** Closes it; a call that still waits on another thread returns. */
  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
  }
}

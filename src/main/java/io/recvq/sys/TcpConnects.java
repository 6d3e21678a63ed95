package io.recvq.sys;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.recvq.net.Endpoint;
import io.recvq.net.Errno;
import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Very many non-blocking TCP connects of one thread, with as few system calls as they need: where
 * the answer is there at once, as on loopback, a refused port costs two, for a socket that was
 * refused connects again (connect(2)). Those that wait are waited for by epoll(7). A socket is
 * named by its descriptor. Only {@link #wakeUp} may be called from another thread.
 */
public final class TcpConnects implements AutoCloseable {
  /** Descriptors for which a process has room from the start (NR_OPEN_DEFAULT). */
  private static final int SMALL_TABLE = 64;

  private static final int SOL_SOCKET = 1;
  private static final int SO_ERROR = 4;
  private static final int SO_LINGER = 13;
  private static final int MOST_EVENTS = 512;
  private static final int NONE = -1;

  /** struct epoll_event is packed on x86 alone. */
  private static final boolean PACKED = Platform.isIntel();

  private static final int EVENT_BYTES = PACKED ? 12 : 16;
  private static final int EVENT_DATA = PACKED ? 4 : 8;

  /**
   * An address, the number of its bytes, an event, the value of an option: one call's arguments.
   */
  private static final int LENGTH_AT = 32;

  private static final int EVENT_AT = 40;
  private static final int VALUE_AT = 56;

  private final ByteBuffer arguments = direct(64);
  private final ByteBuffer events = direct(MOST_EVENTS * EVENT_BYTES);
  private final ByteBuffer one = direct(8).putLong(0, 1);
  private final long argumentsAt = addressOf(arguments);
  private final long eventsAt = addressOf(events);
  private final int epoll;
  private final int event;
  private int spareV4 = NONE;
  private int spareV6 = NONE;
  private boolean closed;

  /** The two ends of a connection. */
  public record Ends(Endpoint local, Endpoint remote) {}

  private TcpConnects(int epoll, int event) {
    this.epoll = epoll;
    this.event = event;
  }

  /**
   * Starts to load what {@link #open} needs, on a thread that ends by itself. Never needed, and
   * never fails.
   */
  public static void prepare() {
    NativeBridge.loadAhead(SocketCalls.class, ConnectCalls.class);
  }

  /**
   * Starts to make room for so many sockets, on a thread that ends by itself. Never needed, and
   * never fails.
   *
   * <p>Whenever the table of descriptors is full the kernel doubles it, and in a process with
   * threads waits until all of them have let go of the old one, some ten milliseconds
   * (expand_fdtable of fs/file.c). A descriptor with a high number makes it large enough at once.
   */
  public static void makeRoom(int sockets) {
    if (sockets > SMALL_TABLE) {
      Thread thread = new Thread(() -> enlargeTable(sockets), "native");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void enlargeTable(int sockets) {
    try {
      NativeBridge.load("make room for sockets", ConnectCalls.class);
    } catch (OperationException e) {
      // Kept, and thrown by open.
      return;
    }
    int low = ConnectCalls.eventfd(0, SocketCalls.SOCK_CLOEXEC);
    if (low >= 0) {
      int high = ConnectCalls.fcntl(low, ConnectCalls.F_DUPFD_CLOEXEC, sockets);
      if (high >= 0) {
        ConnectCalls.close(high);
      }
      ConnectCalls.close(low);
    }
  }

  /** Throws OperationException where native calls do not work, or there is no descriptor left. */
  public static TcpConnects open() throws OperationException {
    NativeBridge.load("wait for connects", ConnectCalls.class);
    int epoll = ConnectCalls.epoll_create1(ConnectCalls.EPOLL_CLOEXEC);
    if (epoll < 0) {
      throw SocketCalls.failed("wait for connects", Native.getLastError(), "see ulimit -n");
    }
    int flags = SocketCalls.SOCK_NONBLOCK | SocketCalls.SOCK_CLOEXEC;
    int event = ConnectCalls.eventfd(0, flags);
    if (event < 0) {
      int errno = Native.getLastError();
      ConnectCalls.close(epoll);
      throw SocketCalls.failed("wait for connects", errno, "see ulimit -n");
    }
    TcpConnects connects = new TcpConnects(epoll, event);
    connects.watch(event, ConnectCalls.EPOLLIN);
    return connects;
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  private static long addressOf(ByteBuffer buffer) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
  }

  /** A socket that can be connected, or the negative errno. */
  public int socket(boolean v6) {
    int spare = v6 ? spareV6 : spareV4;
    if (spare != NONE) {
      forgetSpare(v6);
      return spare;
    }
    int type = SocketCalls.SOCK_STREAM | SocketCalls.SOCK_NONBLOCK | SocketCalls.SOCK_CLOEXEC;
    int fd = ConnectCalls.socket(v6 ? SocketCalls.AF_INET6 : SocketCalls.AF_INET, type, 0);
    return fd >= 0 ? fd : -Native.getLastError();
  }

  private void forgetSpare(boolean v6) {
    if (v6) {
      spareV6 = NONE;
    } else {
      spareV4 = NONE;
    }
  }

  /**
   * Connects and asks at once how that went: 0 when it is connected, EINPROGRESS when the answer is
   * still to come, else why it failed.
   */
  public int connect(int socket, IpAddress address, int scopeId, int port) {
    int bytes = SocketAddresses.encode(arguments, address, scopeId, port);
    int errno = connect(socket, bytes);
    // An answer that is as quick as loopback's came while the first call held the socket's lock.
    errno = errno == Errno.EINPROGRESS.number() ? connect(socket, bytes) : errno;
    return errno == Errno.EALREADY.number() ? Errno.EINPROGRESS.number() : errno;
  }

  private int connect(int socket, int addressBytes) {
    return ConnectCalls.connect(socket, argumentsAt, addressBytes) == 0 ? 0 : Native.getLastError();
  }

  /** Lets {@link #await} tell when this socket's answer has come. */
  public void watch(int socket) throws OperationException {
    watch(socket, ConnectCalls.EPOLLOUT);
  }

  private void watch(int fd, int interest) throws OperationException {
    arguments.putInt(EVENT_AT, interest);
    arguments.putLong(EVENT_AT + EVENT_DATA, fd);
    long at = argumentsAt + EVENT_AT;
    if (ConnectCalls.epoll_ctl(epoll, ConnectCalls.EPOLL_CTL_ADD, fd, at) != 0) {
      throw SocketCalls.failed("wait for a connect", Native.getLastError(), "");
    }
  }

  /** Waits until a watched socket has its answer, the time is over or {@link #wakeUp}. */
  public int await(long millis) throws OperationException {
    int timeout = (int) Math.max(0, Math.min(60_000, millis));
    int ready = ConnectCalls.epoll_wait(epoll, eventsAt, MOST_EVENTS, timeout);
    if (ready < 0 && Native.getLastError() != Errno.EINTR.number()) {
      throw SocketCalls.failed("wait for connects", Native.getLastError(), "");
    }
    return Math.max(0, ready);
  }

  /** The socket of this event of the last {@link #await}; one never opened for a wake-up. */
  public int ready(int index) {
    return (int) events.getLong(index * EVENT_BYTES + EVENT_DATA);
  }

  /** How a connect that was waited for ended: 0 when it is connected, else why it failed. */
  public int answer(int socket) {
    arguments.putInt(LENGTH_AT, 4);
    long value = argumentsAt + VALUE_AT;
    long length = argumentsAt + LENGTH_AT;
    return ConnectCalls.getsockopt(socket, SOL_SOCKET, SO_ERROR, value, length) == 0
        ? arguments.getInt(VALUE_AT)
        : Native.getLastError();
  }

  /** Both ends of a connected socket; empty when it was reset meanwhile. */
  public Optional<Ends> ends(int socket) {
    long length = argumentsAt + LENGTH_AT;
    arguments.putInt(LENGTH_AT, LENGTH_AT);
    if (ConnectCalls.getsockname(socket, argumentsAt, length) != 0) {
      return Optional.empty();
    }
    Endpoint local = endpoint();
    arguments.putInt(LENGTH_AT, LENGTH_AT);
    return ConnectCalls.getpeername(socket, argumentsAt, length) == 0
        ? Optional.of(new Ends(local, endpoint()))
        : Optional.empty();
  }

  private Endpoint endpoint() {
    byte[] bytes = new byte[LENGTH_AT];
    arguments.get(0, bytes);
    return SocketAddresses.endpoint(bytes);
  }

  /** Makes close reset the connection, so that no TIME_WAIT stays behind. */
  public void resetOnClose(int socket) {
    arguments.putInt(0, 1).putInt(4, 0);
    ConnectCalls.setsockopt(socket, SOL_SOCKET, SO_LINGER, argumentsAt, 8);
  }

  /** Takes back a socket that {@link #connect} found refused at once: it can connect again. */
  public void reuse(int socket, boolean v6) {
    if ((v6 ? spareV6 : spareV4) != NONE) {
      close(socket);
    } else if (v6) {
      spareV6 = socket;
    } else {
      spareV4 = socket;
    }
  }

  /** Closes a socket; it is not watched any more. */
  public void close(int socket) {
    ConnectCalls.close(socket);
  }

  /** Makes {@link #await} return now, or when it is called next. */
  public synchronized void wakeUp() {
    if (!closed) {
      ConnectCalls.write(event, addressOf(one), 8);
    }
  }

  /** Ends it; sockets handed out are their users' to close before. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      for (int fd : new int[] {spareV4, spareV6, event, epoll}) {
        if (fd != NONE) {
          ConnectCalls.close(fd);
        }
      }
    }
  }
}

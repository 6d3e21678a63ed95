package io.recvq.sys;

import com.sun.jna.LastErrorException;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A netlink socket to the kernel's sock_diag. Not for use by several threads at once. */
final class NetlinkSocket implements AutoCloseable {
  /** The kernel sends pieces of at most 32 KiB (netlink_dump). */
  private static final int BUFFER_BYTES = 1 << 16;

  /** An answer comes at once; waiting for ever would only hide a defect. */
  private static final long TIMEOUT_SECONDS = 10;

  private final int fd;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final byte[] heap = new byte[BUFFER_BYTES];
  private final ByteBuffer view = ByteBuffer.wrap(heap).order(ByteOrder.nativeOrder());
  private boolean closed;

  private NetlinkSocket(int fd) {
    this.fd = fd;
  }

  /** Opens a socket in the calling thread's network namespace. */
  static NetlinkSocket open() throws OperationException {
    Libc.load();
    try {
      int fd =
          Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, Libc.NETLINK_SOCK_DIAG);
      ByteBuffer time = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
      time.putLong(TIMEOUT_SECONDS).putLong(0);
      Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, time.array(), 16);
      return new NetlinkSocket(fd);
    } catch (LastErrorException e) {
      throw Libc.failed("open a netlink socket to sock_diag", e.getErrorCode(), "");
    }
  }

  void send(byte[] request) throws OperationException {
    try {
      Libc.send(fd, request, request.length, 0);
    } catch (LastErrorException e) {
      throw Libc.failed("ask sock_diag", e.getErrorCode(), "");
    }
  }

  /** Waits for one datagram; the buffer is valid until the next call. */
  ByteBuffer receive() throws OperationException {
    while (true) {
      try {
        int count = (int) Libc.recv(fd, buffer, BUFFER_BYTES, 0);
        buffer.get(0, heap, 0, count);
        return view.position(0).limit(count);
      } catch (LastErrorException e) {
        // A socket with a time-out is not read on by itself after a signal (signal(7)).
        if (e.getErrorCode() != Errno.EINTR.number()) {
          throw Libc.failed("read the answer of sock_diag", e.getErrorCode(), "");
        }
      }
    }
  }

  /**
   * Throws away what is left of an answer that could not be read to its end, so that the next
   * request is not answered by it.
   */
  void discardRest() {
    int errno = 0;
    while (errno != Errno.EAGAIN.number() && errno != Errno.EBADF.number()) {
      try {
        Libc.recv(fd, buffer, BUFFER_BYTES, SocketCalls.MSG_DONTWAIT);
      } catch (LastErrorException e) {
        errno = e.getErrorCode();
      }
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
    }
  }
}

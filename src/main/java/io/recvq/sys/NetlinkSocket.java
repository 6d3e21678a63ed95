package io.recvq.sys;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A netlink socket to the kernel's sock_diag. Not for use by several threads at once. */
final class NetlinkSocket implements DumpReader.Source, AutoCloseable {
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
    String attempted = "open a netlink socket to sock_diag";
    SocketCalls.require(attempted);
    int fd =
        SocketCalls.socket(
            SocketCalls.AF_NETLINK,
            SocketCalls.SOCK_RAW | SocketCalls.SOCK_CLOEXEC,
            SocketCalls.NETLINK_SOCK_DIAG);
    if (fd < 0) {
      throw SocketCalls.failed(attempted, SocketCalls.lastErrno(), "");
    }
    NetlinkSocket socket = new NetlinkSocket(fd);
    ByteBuffer time = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    time.putLong(TIMEOUT_SECONDS).putLong(0);
    if (SocketCalls.setsockopt(
            fd, SocketCalls.SOL_SOCKET, SocketCalls.SO_RCVTIMEO, time.array(), time.capacity())
        != 0) {
      int errno = SocketCalls.lastErrno();
      socket.close();
      throw SocketCalls.failed(attempted, errno, "");
    }
    return socket;
  }

  void send(byte[] request) throws OperationException {
    if (SocketCalls.sendto(fd, request, request.length, 0, null, 0) < 0) {
      throw SocketCalls.failed("ask sock_diag", SocketCalls.lastErrno(), "");
    }
  }

  /** Waits for one datagram; the buffer is valid until the next call. */
  @Override
  public ByteBuffer receive() throws OperationException {
    while (true) {
      int count = (int) SocketCalls.recv(fd, buffer, BUFFER_BYTES, 0);
      if (count >= 0) {
        buffer.get(0, heap, 0, count);
        return view.position(0).limit(count);
      }
      int errno = SocketCalls.lastErrno();
      // A socket with a time-out is not read on by itself after a signal (signal(7)).
      if (errno != Errno.EINTR.number()) {
        throw SocketCalls.failed("read the answer of sock_diag", errno, "");
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
      boolean read = SocketCalls.recv(fd, buffer, BUFFER_BYTES, SocketCalls.MSG_DONTWAIT) >= 0;
      errno = read ? 0 : SocketCalls.lastErrno();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      SocketCalls.close(fd);
    }
  }
}

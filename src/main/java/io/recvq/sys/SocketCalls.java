package io.recvq.sys;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the C library that reach what the JDK's sockets hide: ICMP sockets, the queue of
 * ICMP errors, and getaddrinfo's order and canonical name. Constants are Linux's.
 */
final class SocketCalls {
  static final int AF_UNSPEC = 0;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_RAW = 3;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int MSG_ERRQUEUE = 0x2000;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_NOSIGNAL = 0x4000;

  static {
    Native.register(SocketCalls.class, Platform.C_LIBRARY_NAME);
  }

  private SocketCalls() {}

  static native int socket(int family, int type, int protocol);

  static native int close(int fd);

  static native int setsockopt(int fd, int level, int option, byte[] value, int size);

  static native int getsockopt(int fd, int level, int option, byte[] value, int[] size);

  static native int connect(int fd, byte[] address, int size);

  static native long sendto(
      int fd, byte[] bytes, long count, int flags, byte @Nullable [] address, int addressSize);

  static native long recvmsg(int fd, Pointer message, int flags);

  static native int poll(Pointer fds, long count, int timeoutMillis);

  static native int eventfd(int initial, int flags);

  static native long write(int fd, byte[] bytes, long count);

  static native int getaddrinfo(
      String node, @Nullable String service, Pointer hints, PointerByReference result);

  static native void freeaddrinfo(Pointer result);

  static native String gai_strerror(int code);

  static native int getnameinfo(
      byte[] address,
      int size,
      byte[] host,
      int hostSize,
      @Nullable Pointer service,
      int serviceSize,
      int flags);

  /** The errno of the calling thread's last failed call. */
  static int lastErrno() {
    return Native.getLastError();
  }

  /** Makes sure that the C library's calls can be made; throws with a remedy when they cannot. */
  static void require(String attempted) throws OperationException {
    NativeBridge.load(attempted, SocketCalls.class);
  }

  /** The exception for a call of this thread that has just failed. */
  static OperationException failed(String attempted, int errno, String nextStep) {
    Optional<Errno> known = Errno.of(errno);
    return new OperationException(
        attempted, known, known.map(Errno::text).orElse("errno " + errno), nextStep);
  }
}

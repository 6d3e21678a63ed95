package io.recvq.sys;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the C library that reach what the JDK hides: netlink, ICMP sockets and the queue of
 * ICMP errors, network namespaces, and getaddrinfo's order and canonical name. Constants are those
 * of Linux on 64-bit machines.
 */
final class SocketCalls {
  static final int AF_UNSPEC = 0;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int AF_NETLINK = 16;
  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_RAW = 3;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_RCVTIMEO = 20;
  static final int NETLINK_SOCK_DIAG = 4;
  static final int O_RDONLY = 0;
  static final int O_CLOEXEC = 0x80000;
  static final int CLONE_NEWNET = 0x40000000;
  static final int MSG_ERRQUEUE = 0x2000;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_NOSIGNAL = 0x4000;

  static {
    if (Native.POINTER_SIZE != 8) {
      throw new UnsatisfiedLinkError("needs a 64-bit machine");
    }
  }

  private static final CFunction SOCKET = CFunction.named("socket");
  private static final CFunction CLOSE = CFunction.named("close");
  private static final CFunction SETSOCKOPT = CFunction.named("setsockopt");
  private static final CFunction GETSOCKOPT = CFunction.named("getsockopt");
  private static final CFunction CONNECT = CFunction.named("connect");
  private static final CFunction SENDTO = CFunction.named("sendto");
  private static final CFunction RECV = CFunction.named("recv");
  private static final CFunction RECVMSG = CFunction.named("recvmsg");
  private static final CFunction POLL = CFunction.named("poll");
  private static final CFunction EVENTFD = CFunction.named("eventfd");
  private static final CFunction WRITE = CFunction.named("write");
  private static final CFunction OPEN = CFunction.named("open");
  private static final CFunction SETNS = CFunction.named("setns");
  private static final CFunction GETADDRINFO = CFunction.named("getaddrinfo");
  private static final CFunction FREEADDRINFO = CFunction.named("freeaddrinfo");
  private static final CFunction GAI_STRERROR = CFunction.named("gai_strerror");
  private static final CFunction GETNAMEINFO = CFunction.named("getnameinfo");

  private SocketCalls() {}

  static int socket(int family, int type, int protocol) {
    return SOCKET.number(family, type, protocol);
  }

  static int close(int fd) {
    return CLOSE.number(fd);
  }

  static int setsockopt(int fd, int level, int option, byte[] value, int size) {
    return SETSOCKOPT.number(fd, level, option, value, size);
  }

  static int getsockopt(int fd, int level, int option, byte[] value, int[] size) {
    return GETSOCKOPT.number(fd, level, option, value, size);
  }

  static int connect(int fd, byte[] address, int size) {
    return CONNECT.number(fd, address, size);
  }

  static long sendto(
      int fd, byte[] bytes, long count, int flags, byte @Nullable [] address, int addressSize) {
    return SENDTO.size(fd, bytes, count, flags, address, addressSize);
  }

  static long recv(int fd, ByteBuffer direct, long count, int flags) {
    return RECV.size(fd, direct, count, flags);
  }

  static long recvmsg(int fd, Pointer message, int flags) {
    return RECVMSG.size(fd, message, flags);
  }

  static int poll(Pointer fds, long count, int timeoutMillis) {
    return POLL.number(fds, count, timeoutMillis);
  }

  static int eventfd(int initial, int flags) {
    return EVENTFD.number(initial, flags);
  }

  static long write(int fd, byte[] bytes, long count) {
    return WRITE.size(fd, bytes, count);
  }

  static int open(String path, int flags) {
    return OPEN.number(path, flags);
  }

  static int setns(int fd, int kind) {
    return SETNS.number(fd, kind);
  }

  /** The list of addresses is written to {@code result}, 8 bytes. */
  static int getaddrinfo(String node, @Nullable String service, Pointer hints, Pointer result) {
    return GETADDRINFO.number(node, service, hints, result);
  }

  static void freeaddrinfo(Pointer result) {
    FREEADDRINFO.nothing(result);
  }

  static String gai_strerror(int code) {
    return GAI_STRERROR.text(code);
  }

  static int getnameinfo(
      byte[] address,
      int size,
      byte[] host,
      int hostSize,
      @Nullable Pointer service,
      int serviceSize,
      int flags) {
    return GETNAMEINFO.number(address, size, host, hostSize, service, serviceSize, flags);
  }

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

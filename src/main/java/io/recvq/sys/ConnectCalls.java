package io.recvq.sys;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * The C library's calls of a sweep of connects. All take numbers and addresses of memory only: JNA
 * then copies nothing, and a call costs little more than the kernel's own work. Constants are
 * Linux's.
 */
final class ConnectCalls {
  static final int EPOLL_CLOEXEC = 0x80000;
  static final int EPOLL_CTL_ADD = 1;
  static final int F_DUPFD_CLOEXEC = 1030;
  static final int EPOLLIN = 1;
  static final int EPOLLOUT = 4;

  static {
    Native.register(ConnectCalls.class, Platform.C_LIBRARY_NAME);
  }

  private ConnectCalls() {}

  static native int socket(int family, int type, int protocol);

  static native int connect(int fd, long address, int addressBytes);

  static native int close(int fd);

  static native int fcntl(int fd, int command, long argument);

  static native int getsockname(int fd, long address, long addressBytes);

  static native int getpeername(int fd, long address, long addressBytes);

  static native int getsockopt(int fd, int level, int option, long value, long valueBytes);

  static native int setsockopt(int fd, int level, int option, long value, int valueBytes);

  static native int epoll_create1(int flags);

  static native int epoll_ctl(int epoll, int operation, int fd, long event);

  static native int epoll_wait(int epoll, long events, int most, int timeoutMillis);

  static native int eventfd(int initial, int flags);

  static native long write(int fd, long bytes, long count);
}

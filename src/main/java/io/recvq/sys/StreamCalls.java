package io.recvq.sys;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.nio.ByteBuffer;

/**
 * The C library's calls of TCP programs, one to one, and those that give a thread a network or a
 * descriptor table of its own. Constants are Linux's.
 */
final class StreamCalls {
  static final int CLONE_FILES = 0x400;
  static final int CLONE_NEWNET = 0x40000000;
  static final int SHUT_WR = 1;
  static final int SHUT_RDWR = 2;
  static final int RLIMIT_NOFILE = 7;
  static final int SIOCADDRT = 0x890b;
  static final int SIOCSIFADDR = 0x8916;
  static final int SIOCSIFFLAGS = 0x8914;
  static final int IFF_UP = 1;
  static final int IFF_RUNNING = 0x40;

  static {
    Native.register(StreamCalls.class, Platform.C_LIBRARY_NAME);
  }

  private StreamCalls() {}

  static native int bind(int fd, byte[] address, int size);

  static native int listen(int fd, int backlog);

  static native int accept4(int fd, byte[] address, int[] size, int flags);

  static native int getsockname(int fd, byte[] address, int[] size);

  static native long send(int fd, ByteBuffer direct, long count, int flags);

  static native long recv(int fd, ByteBuffer direct, long count, int flags);

  static native int shutdown(int fd, int how);

  static native int dup(int fd);

  static native int unshare(int flags);

  static native int ioctl(int fd, long request, byte[] argument);

  static native int getrlimit(int resource, long[] softAndHard);

  static native int setrlimit(int resource, long[] softAndHard);
}

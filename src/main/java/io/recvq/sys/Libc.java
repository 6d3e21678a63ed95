package io.recvq.sys;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.nio.ByteBuffer;

/**
 * The C library's calls that the JDK does not offer; {@link #load} comes before any of them.
 * Numbers are those of Linux on 64-bit machines.
 */
final class Libc {
  static final int AF_NETLINK = 16;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int NETLINK_SOCK_DIAG = 4;
  static final int SOL_SOCKET = 1;
  static final int SO_RCVTIMEO = 20;
  static final int O_RDONLY = 0;
  static final int O_CLOEXEC = 0x80000;
  static final int CLONE_NEWNET = 0x40000000;

  static {
    if (Native.POINTER_SIZE != 8) {
      throw new UnsatisfiedLinkError("needs a 64-bit machine");
    }
    Native.register(Libc.class, Platform.C_LIBRARY_NAME);
  }

  private Libc() {}

  /** Loads the library; throws the same reason at every call when that is impossible. */
  static void load() throws OperationException {
    NativeBridge.load("call the C library", Libc.class);
  }

  /** The exception for a call that failed with this errno number. */
  static OperationException failed(String attempted, int errno, String nextStep) {
    return Errno.of(errno)
        .map(known -> OperationException.of(attempted, known, nextStep))
        .orElseGet(() -> OperationException.of(attempted, "errno " + errno, nextStep));
  }

  static native int socket(int domain, int type, int protocol) throws LastErrorException;

  static native int setsockopt(int fd, int level, int option, byte[] value, int length)
      throws LastErrorException;

  static native long send(int fd, byte[] bytes, long length, int flags) throws LastErrorException;

  static native long recv(int fd, ByteBuffer direct, long length, int flags)
      throws LastErrorException;

  static native int open(String path, int flags) throws LastErrorException;

  static native int setns(int fd, int kind) throws LastErrorException;

  /**
   * Reads a link; addresses are those of direct buffers, the path ends in a zero byte. Returns -1
   * on failure, with the number in Native.getLastError: descriptors vanish too often to throw.
   */
  static native long readlink(long path, long target, long targetBytes);

  static native int close(int fd) throws LastErrorException;
}

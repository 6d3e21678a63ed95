package io.recvq.sys;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The C library's calls that the JDK does not offer. Loaded at the first use; {@link #load} turns a
 * failure of that into an exception that says why. Numbers are those of Linux on 64-bit machines.
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

  private static final Object LOCK = new Object();
  private static Optional<String> failure = Optional.empty();
  private static boolean loaded;
  private static boolean ahead;

  private Libc() {}

  /**
   * Loads the library on a thread of its own, so that it is there when it is needed; a failure is
   * told by {@link #load}.
   */
  static void loadAhead() {
    synchronized (LOCK) {
      if (ahead || loaded || failure.isPresent()) {
        return;
      }
      ahead = true;
    }
    Thread loader =
        new Thread(
            () -> {
              try {
                load();
              } catch (OperationException e) {
                // Whoever needs the library gets the same.
                return;
              }
            },
            "native");
    loader.setDaemon(true);
    loader.start();
  }

  /** Loads the library once; throws the same exception at every call when that is impossible. */
  static void load() throws OperationException {
    synchronized (LOCK) {
      if (!loaded && failure.isEmpty()) {
        try {
          Calls.register();
          loaded = true;
        } catch (LinkageError | IllegalArgumentException e) {
          failure = Optional.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
      }
      if (failure.isPresent()) {
        throw OperationException.of(
            "load the native bridge (JNA)", failure.get(), "see what is missing: recvq doctor");
      }
    }
  }

  /** Apart from the loading, so that a failed load leaves a class that still works. */
  private static final class Calls {
    private Calls() {}

    static void register() {
      if (Native.POINTER_SIZE != 8) {
        throw new IllegalArgumentException("needs a 64-bit machine");
      }
      Native.register(Libc.class, "c");
    }
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

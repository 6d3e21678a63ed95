package io.recvq.sys;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the links of descriptors, /proc/PID/fd/N (man 5 proc). A table of sockets can ask for a
 * hundred thousand of them, so the system call is made without a string where that is possible.
 * Each thread has its own.
 */
abstract sealed class DescriptorLinks implements AutoCloseable {
  /** The descriptor is no socket. */
  static final long NO_SOCKET = 0;

  /** There is no such descriptor, or no longer. */
  static final long GONE = -1;

  /** This user may not look into the process. */
  static final long NOT_PERMITTED = -2;

  private static final String SOCKET = "socket:[";

  /** The inode of the socket behind a descriptor, above 0, or one of the constants. */
  abstract long socketInode(int pid, int fd);

  /** Starts to load what the reader by system calls needs; who makes one is told of a failure. */
  static void prepare() {
    NativeBridge.loadAhead(LinkCalls.class);
  }

  @Override
  public void close() {}

  /** A reader by system calls, or by the JDK's files where the C library cannot be had. */
  static DescriptorLinks in(Path proc) {
    try {
      NativeBridge.load("read the links of descriptors", LinkCalls.class);
      return new Calls(proc);
    } catch (OperationException e) {
      return new ByFiles(proc);
    }
  }

  /** Through the JDK. */
  static final class ByFiles extends DescriptorLinks {
    private final Path proc;

    ByFiles(Path proc) {
      this.proc = proc;
    }

    @Override
    long socketInode(int pid, int fd) {
      try {
        String target = Files.readSymbolicLink(proc.resolve(pid + "/fd/" + fd)).toString();
        return target.startsWith(SOCKET)
            ? Long.parseLong(target, SOCKET.length(), target.length() - 1, 10)
            : NO_SOCKET;
      } catch (AccessDeniedException e) {
        return NOT_PERMITTED;
      } catch (IOException | NumberFormatException e) {
        return GONE;
      }
    }
  }

  /**
   * By readlinkat(2), from a buffer that holds the path to another that takes the target. The
   * folder of one process stays open, so that the kernel does not look it up again for each
   * descriptor.
   */
  static final class Calls extends DescriptorLinks {
    private static final int TARGET_BYTES = 64;
    private static final int AT_FDCWD = -100;
    private static final int O_CLOEXEC = 0x80000;
    private static final int MAX_NUMBERS = 2 * Integer.BYTES * 3;
    private static final long SOCKET_WORD =
        ByteBuffer.wrap(SOCKET.getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.nativeOrder())
            .getLong();

    private final ByteBuffer path;
    private final ByteBuffer target =
        ByteBuffer.allocateDirect(TARGET_BYTES).order(ByteOrder.nativeOrder());
    private final long pathAddress;
    private final long targetAddress;
    private final int folderLength;
    private int pid = -1;
    private int folder = AT_FDCWD;
    private int descriptorAt;

    Calls(Path proc) {
      byte[] folder = (proc + "/").getBytes(StandardCharsets.UTF_8);
      path = ByteBuffer.allocateDirect(folder.length + "/fd/".length() + MAX_NUMBERS + 1);
      path.put(folder);
      folderLength = folder.length;
      pathAddress = address(path);
      targetAddress = address(target);
    }

    private static long address(ByteBuffer buffer) {
      return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
    }

    @Override
    long socketInode(int process, int fd) {
      if (process != pid) {
        enter(process);
      }
      path.position(descriptorAt);
      number(fd);
      path.put((byte) 0);
      long from = folder == AT_FDCWD ? pathAddress : pathAddress + descriptorAt;
      int length = (int) LinkCalls.readlinkat(folder, from, targetAddress, TARGET_BYTES);
      if (length < 0) {
        int errno = Native.getLastError();
        return errno == Errno.EACCES.number() || errno == Errno.EPERM.number()
            ? NOT_PERMITTED
            : GONE;
      }
      return inode(length);
    }

    /**
     * Where the folder cannot be opened the whole path is used, and tells why it cannot be read.
     */
    private void enter(int process) {
      close();
      pid = process;
      path.position(folderLength);
      number(process);
      path.put((byte) '/').put((byte) 'f').put((byte) 'd').put((byte) 0);
      int opened = LinkCalls.open(pathAddress, O_CLOEXEC);
      folder = opened < 0 ? AT_FDCWD : opened;
      path.put(path.position() - 1, (byte) '/');
      descriptorAt = path.position();
    }

    @Override
    public void close() {
      if (folder != AT_FDCWD) {
        LinkCalls.close(folder);
        folder = AT_FDCWD;
      }
      pid = -1;
    }

    private void number(int value) {
      int digits = 1;
      for (int rest = value; rest >= 10; rest /= 10) {
        digits++;
      }
      int start = path.position();
      int rest = value;
      for (int i = start + digits - 1; i >= start; i--) {
        path.put(i, (byte) ('0' + rest % 10));
        rest /= 10;
      }
      path.position(start + digits);
    }

    private long inode(int length) {
      if (length < SOCKET.length() || target.getLong(0) != SOCKET_WORD) {
        return NO_SOCKET;
      }
      long inode = 0;
      for (int i = SOCKET.length(); i < length - 1; i++) {
        inode = inode * 10 + target.get(i) - '0';
      }
      return inode;
    }
  }

  /** Registered with JNA, since there are many calls. */
  private static final class LinkCalls {
    static {
      Native.register(LinkCalls.class, Platform.C_LIBRARY_NAME);
    }

    private LinkCalls() {}

    /**
     * Reads a link; addresses are those of direct buffers, the path ends in a zero byte. Returns -1
     * on failure, with the number in Native.getLastError: descriptors vanish too often to throw.
     */
    static native long readlinkat(int folder, long path, long target, long targetBytes);

    static native int open(long path, int flags);

    static native int close(int fd);
  }
}

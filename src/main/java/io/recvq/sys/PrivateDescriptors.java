package io.recvq.sys;

import com.sun.jna.Native;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A descriptor table of the calling thread's own, so that this thread alone can meet EMFILE. The
 * limit (RLIMIT_NOFILE) belongs to the whole process: while the table is full it is lower, but well
 * above what the other threads use; {@link #close} puts it back.
 */
public final class PrivateDescriptors implements AutoCloseable {
  /** What the other threads of this process may open meanwhile. */
  private static final int ROOM_FOR_OTHERS = 512;

  /** One thread at a time lowers the process's limit. */
  private static final Semaphore LIMIT = new Semaphore(1);

  private static final Path DESCRIPTORS = Path.of("/proc/thread-self/fd");

  private final Deque<Integer> held = new ArrayDeque<>();
  private long[] before = {};

  private PrivateDescriptors() {}

  /**
   * Parts the calling thread's descriptors from the process's and closes its copies of sockets,
   * which would keep other threads' connections alive. The thread should end with its work: nothing
   * brings it back, and whatever it opens only it can use.
   */
  public static PrivateDescriptors enter() throws OperationException {
    SocketCalls.require("limit a thread's descriptors");
    if (StreamCalls.unshare(StreamCalls.CLONE_FILES) != 0) {
      throw failed();
    }
    try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : open) {
        if (isSocket(descriptor)) {
          SocketCalls.close(Integer.parseInt(descriptor.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      throw OperationException.of("list " + DESCRIPTORS, e, "is /proc mounted?");
    }
    return new PrivateDescriptors();
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }

  private static OperationException failed() {
    return SocketCalls.failed("limit a thread's descriptors", Native.getLastError(), "");
  }

  /**
   * Fills the table, but for so many.
   *
   * @throws OperationException also when another thread does not give the limit back in time
   */
  public void leaveRoomFor(int free) throws OperationException {
    try {
      if (!LIMIT.tryAcquire(10, TimeUnit.SECONDS)) {
        throw OperationException.of(
            "limit a thread's descriptors", "another scenario does so", "try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OperationException.of("limit a thread's descriptors", "interrupted", "");
    }
    long[] limits = new long[2];
    if (StreamCalls.getrlimit(StreamCalls.RLIMIT_NOFILE, limits) != 0) {
      LIMIT.release();
      throw failed();
    }
    before = limits;
    fill(free);
  }

  private void fill(int free) throws OperationException {
    int source =
        SocketCalls.socket(
            SocketCalls.AF_INET, SocketCalls.SOCK_STREAM | SocketCalls.SOCK_CLOEXEC, 0);
    if (source < 0) {
      throw failed();
    }
    held.push(source);
    long limit = Math.min(before[0], source + ROOM_FOR_OTHERS);
    StreamCalls.setrlimit(StreamCalls.RLIMIT_NOFILE, new long[] {limit, before[1]});
    for (int fd = StreamCalls.dup(source); fd >= 0; fd = StreamCalls.dup(source)) {
      held.push(fd);
    }
    for (int i = 0; i < free && !held.isEmpty(); i++) {
      SocketCalls.close(held.pop());
    }
  }

  /** Puts the process's limit back; the table ends with the thread. */
  @Override
  public void close() {
    if (before.length > 0) {
      StreamCalls.setrlimit(StreamCalls.RLIMIT_NOFILE, before);
      LIMIT.release();
      before = new long[0];
    }
    held.forEach(SocketCalls::close);
    held.clear();
  }
}

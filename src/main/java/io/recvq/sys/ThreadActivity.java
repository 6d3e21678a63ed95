package io.recvq.sys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a thread of this process waits in the kernel, or runs or would run if a processor were
 * free: the state in {@code /proc/PID/task/TID/stat} (proc(5)). Tells a call that hangs from a
 * thread that a busy machine has not let run.
 */
public final class ThreadActivity {
  private static final Path PROC = Path.of("/proc");

  private final Path stat;

  private ThreadActivity(Path stat) {
    this.stat = stat;
  }

  /**
   * The calling thread's.
   *
   * @throws IOException when /proc does not show it
   */
  public static ThreadActivity ofCaller() throws IOException {
    Path task = Files.readSymbolicLink(PROC.resolve("thread-self"));
    return new ThreadActivity(PROC.resolve(task).resolve("stat"));
  }

  /** Whether it runs or is ready to; false when it waits, has ended or cannot be looked at. */
  public boolean isRunnable() {
    try {
      String line = Files.readString(stat);
      // The name before it stands in brackets and may hold any character.
      return line.startsWith(") R", line.lastIndexOf(')'));
    } catch (IOException e) {
      return false;
    }
  }
}

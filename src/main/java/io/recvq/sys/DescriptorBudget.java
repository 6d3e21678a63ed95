package io.recvq.sys;

import io.recvq.net.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many more file descriptors this process may open (RLIMIT_NOFILE, proc(5)). */
public final class DescriptorBudget {
  /** Kept for files, libraries and whatever else runs in this process. */
  private static final int RESERVE = 64;

  private DescriptorBudget() {}

  /** Descriptors that can be opened now with some left in reserve; at least 1. */
  public static int available() throws OperationException {
    Path self = Path.of("/proc/self");
    try {
      long limit = Long.MAX_VALUE;
      for (String line : Files.readAllLines(self.resolve("limits"))) {
        if (line.startsWith("Max open files")) {
          String soft = line.substring("Max open files".length()).strip().split("\\s+")[0];
          limit = soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
        }
      }
      try (Stream<Path> open = Files.list(self.resolve("fd"))) {
        return (int) Math.max(1, Math.min(1 << 20, limit - open.count() - RESERVE));
      }
    } catch (IOException e) {
      throw OperationException.of("read the limit of open files in /proc/self", e, "");
    }
  }
}

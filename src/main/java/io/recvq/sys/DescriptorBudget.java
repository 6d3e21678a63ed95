package io.recvq.sys;

import io.recvq.net.OperationException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.StringTokenizer;

/** How many more file descriptors this process may open (RLIMIT_NOFILE, proc(5)). */
public final class DescriptorBudget {
  /** Kept for files, libraries and whatever else runs in this process. */
  private static final int RESERVE = 64;

  private static final Path SELF = Path.of("/proc/self");
  private static final String LIMIT = "Max open files";

  private DescriptorBudget() {}

  /** Descriptors that can be opened now with some left in reserve; at least 1. */
  public static int available() throws OperationException {
    try {
      long limit = Long.MAX_VALUE;
      for (String line : Files.readAllLines(SELF.resolve("limits"))) {
        if (line.startsWith(LIMIT)) {
          String soft = new StringTokenizer(line.substring(LIMIT.length())).nextToken();
          limit = soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
        }
      }
      int open = 0;
      try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(SELF.resolve("fd"))) {
        for (Iterator<Path> each = descriptors.iterator(); each.hasNext(); each.next()) {
          open++;
        }
      }
      return (int) Math.max(1, Math.min(1 << 20, limit - open - RESERVE));
    } catch (IOException e) {
      throw OperationException.of("read the limit of open files in /proc/self", e, "");
    }
  }
}

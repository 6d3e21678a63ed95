package io.recvq.sys;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/** How many more file descriptors this process may open (RLIMIT_NOFILE, man 2 getrlimit). */
public final class DescriptorBudget {
  /** Kept for files, libraries and whatever else runs in this process. */
  private static final int RESERVE = 64;

  /** The limit that most systems set, taken where /proc does not tell it. */
  private static final long USUAL_LIMIT = 1024;

  private static final Path OPEN = Path.of("/proc/self/fd");

  private DescriptorBudget() {}

  /** Descriptors that can be opened now with some left in reserve; at least 1. */
  public static int available() {
    return available(Machine.local().descriptorLimit().orElse(USUAL_LIMIT), OPEN);
  }

  /**
   * The same for a limit.
   *
   * @param open a folder with a name for each descriptor that is open; what it does not tell is
   *     taken to be within the reserve
   */
  static int available(long limit, Path open) {
    return (int) Math.max(1, Math.min(1 << 20, limit - count(open) - RESERVE));
  }

  private static int count(Path folder) {
    int names = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Iterator<Path> each = all.iterator(); each.hasNext(); each.next()) {
        names++;
      }
    } catch (IOException e) {
      return 0;
    }
    return names;
  }
}

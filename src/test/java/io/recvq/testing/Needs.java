package io.recvq.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a test needs of the machine. A test whose need is not met is skipped; the checks that run
 * before a change lands install everything and fail when any test was skipped.
 */
public final class Needs {
  /** The distribution's own Python, which finds the modules of its packages. */
  public static final Path PYTHON = Path.of("/usr/bin/python3");

  private Needs() {}

  /** Root, for raw sockets, live capture and network namespaces. */
  public static void root() {
    assumeTrue(effectiveUid() == 0, "needs root");
  }

  /** The C library that pcap4j loads. */
  public static void libpcap() {
    boolean present =
        Arrays.stream(
                new String[] {
                  "/usr/lib/x86_64-linux-gnu",
                  "/usr/lib/aarch64-linux-gnu",
                  "/usr/lib64",
                  "/usr/lib",
                  "/lib"
                })
            .anyMatch(
                folder ->
                    Files.exists(Path.of(folder, "libpcap.so.0.8"))
                        || Files.exists(Path.of(folder, "libpcap.so.1")));
    assumeTrue(present, "needs libpcap");
  }

  /** A program on the PATH, as {@code tshark} or {@code python3}. */
  public static void program(String name) {
    boolean present =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    assumeTrue(present, "needs " + name);
  }

  /** Tunnels: links of a program's own making (the kernel's tun driver). */
  public static void tunnels() {
    assumeTrue(Files.exists(Path.of("/dev/net/tun")), "needs /dev/net/tun");
  }

  /** A module of the distribution's own Python, whichever Python is first on the PATH. */
  public static void pythonModule(String name) throws IOException, InterruptedException {
    boolean present =
        Files.isExecutable(PYTHON)
            && new ProcessBuilder(PYTHON.toString(), "-c", "import " + name)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor()
                == 0;
    assumeTrue(present, "needs Python's module " + name);
  }

  private static int effectiveUid() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("Uid:"))
          .map(line -> Integer.parseInt(line.split("\\s+")[2]))
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }
}

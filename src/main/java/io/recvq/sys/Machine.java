package io.recvq.sys;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** This machine: the door through which all other rooms look at the kernel. */
public final class Machine {
  private static final Path PROC = Path.of("/proc");

  private static final int MAX_SETTING_BYTES = 4096;

  private Machine() {}

  /** The machine that recvq runs on. */
  public static Machine local() {
    return new Machine();
  }

  /**
   * Starts to load what the questions to the kernel need, which takes as long as reading a command
   * line, on a thread that ends by itself. Never needed, and never fails.
   */
  public static void prepare() {
    NativeBridge.loadAhead(SocketCalls.class);
  }

  /** Opens the socket table: sock_diag where it may be used, else /proc/net. */
  public SocketTable sockets() {
    try {
      return sockDiag();
    } catch (OperationException e) {
      return new RefusedSockDiagTable(procSockets(), e);
    }
  }

  /** Opens the socket table through sock_diag or not at all. */
  public SocketTable sockDiag() throws OperationException {
    return new SockDiagTable(NetlinkSocket.open(), Optional.of(procTable()));
  }

  /**
   * Opens the socket table of another network namespace, through sock_diag only.
   *
   * @param name as {@code ip netns} has it, or the pid of a process in it, or the path of its file
   */
  public SocketTable socketsIn(String name) throws OperationException {
    return new SockDiagTable(NetworkNamespace.of(name).openNetlink(), Optional.empty());
  }

  /** The socket table as /proc/net tells it: less, but readable everywhere. */
  public SocketTable procSockets() {
    return procTable();
  }

  private static ProcNetTable procTable() {
    return new ProcNetTable(PROC.resolve("net"));
  }

  /** Finds the processes that hold sockets. */
  public OwnerFinder owners() {
    return new OwnerFinder(PROC);
  }

  /** The names of the users. */
  public Users users() {
    return Users.read(Path.of("/etc/passwd"));
  }

  /**
   * A kernel setting by its name below /proc/sys, as {@code net/core/somaxconn}. Read in one piece:
   * the kernel gives a number to the first read only, however short that is.
   */
  public Optional<String> sysctl(String name) {
    try (InputStream in = Files.newInputStream(PROC.resolve("sys").resolve(name))) {
      byte[] bytes = new byte[MAX_SETTING_BYTES];
      int count = in.read(bytes);
      return count < 0
          ? Optional.empty()
          : Optional.of(new String(bytes, 0, count, StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether this process, or the system, has no descriptor left. */
  public boolean isOutOfDescriptors() {
    return !canOpen(1);
  }

  /** Whether so many more files can be open at a time. */
  boolean canOpen(int files) {
    try (InputStream in = Files.newInputStream(Path.of("/dev/null"))) {
      return files == 1 || canOpen(files - 1);
    } catch (IOException e) {
      // The words of ENFILE begin with those of EMFILE.
      return !String.valueOf(e.getMessage()).contains(Errno.EMFILE.text());
    } catch (LinkageError e) {
      return false;
    }
  }

  /** How many descriptors this process may open, if /proc tells (man 2 getrlimit). */
  public OptionalLong descriptorLimit() {
    try {
      for (String line : Files.readAllLines(PROC.resolve("self/limits"))) {
        String[] words = line.split("\\s+");
        if (line.startsWith("Max open files")
            && words.length > 3
            && words[3].matches("\\d{1,18}")) {
          return OptionalLong.of(Long.parseLong(words[3]));
        }
      }
    } catch (IOException e) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  /** What the process may do. */
  public Rights rights() throws OperationException {
    Path status = PROC.resolve("self/status");
    try {
      return Rights.parse(Files.readString(status));
    } catch (IOException e) {
      throw OperationException.of("read " + status, e, "is /proc mounted?");
    }
  }
}

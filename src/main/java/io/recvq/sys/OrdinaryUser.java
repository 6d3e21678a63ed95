package io.recvq.sys;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A user that root can become once what needs root is done.
 *
 * @param name as in /etc/passwd; the groups that list it are the user's too
 */
public record OrdinaryUser(String name, int uid, int gid) {
  private static final Path THREADS = Path.of("/proc/self/task");

  /** Who called sudo, by the variables that it sets (sudo(8)); empty for root and without sudo. */
  public static Optional<OrdinaryUser> ofSudo(Map<String, String> environment) {
    int uid = number(environment.getOrDefault("SUDO_UID", ""));
    int gid = number(environment.getOrDefault("SUDO_GID", ""));
    String name = environment.getOrDefault("SUDO_USER", "");
    return uid <= 0 || gid < 0 || name.isEmpty()
        ? Optional.empty()
        : Optional.of(new OrdinaryUser(name, uid, gid));
  }

  private static int number(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
  }

  /**
   * Becomes this user for good, in every thread of the process. The C library's functions see to
   * the threads (man 7 nptl, "NPTL and signals"); the kernel takes all capabilities from a thread
   * that leaves uid 0 (man 7 capabilities). A bare system call would change the calling thread
   * alone.
   *
   * @throws OperationException when it failed, or when a thread still has a right afterwards: then
   *     nothing should go on
   */
  public void become() throws OperationException {
    String attempted = "become the user " + name;
    SocketCalls.require(attempted);
    openAllJars();
    if (Calls.initgroups(name, gid) != 0
        || Calls.setresgid(gid, gid, gid) != 0
        || Calls.setresuid(uid, uid, uid) != 0) {
      throw SocketCalls.failed(attempted, Native.getLastError(), "");
    }
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        requireOrdinary(attempted, thread.resolve("status"));
      }
    } catch (IOException e) {
      throw e instanceof OperationException known ? known : OperationException.of(attempted, e, "");
    }
  }

  /**
   * Jars are opened at the first class that may be in them; one that root alone may read has to be
   * open by then. Looking for what is nowhere opens all.
   */
  private static void openAllJars() {
    ClassLoader.getSystemResource("io/recvq/nowhere");
  }

  private void requireOrdinary(String attempted, Path status) throws IOException {
    Rights rights;
    try {
      rights = Rights.parse(Files.readString(status));
    } catch (NoSuchFileException e) {
      // The thread has ended.
      return;
    }
    if (rights.uid() != uid || rights.capabilities() != 0) {
      throw OperationException.of(
          attempted, "a thread still has rights (" + status + ")", "report this, please");
    }
  }

  /** Loaded at the first use. */
  private static final class Calls {
    static {
      Native.register(Calls.class, Platform.C_LIBRARY_NAME);
    }

    private Calls() {}

    static native int initgroups(String user, int group);

    static native int setresgid(int real, int effective, int saved);

    static native int setresuid(int real, int effective, int saved);
  }
}

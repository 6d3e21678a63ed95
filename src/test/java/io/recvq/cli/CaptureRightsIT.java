package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import io.recvq.testing.Program.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which rights a capture needs, what is said without them, and that it gives them up. */
@Tag("once")
@Timeout(180)
class CaptureRightsIT {
  private static final int NOBODY = 65_534;
  private static final String NO_CAPABILITY = "0000000000000000";
  private static final String NETHER =
      "setpriv --reuid " + NOBODY + " --regid " + NOBODY + " --clear-groups ";

  @TempDir static Path home = Path.of("");
  private static Path recvq = Path.of("");

  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void copy() throws IOException {
    Needs.root();
    Needs.libpcap();
    Needs.program("setpriv");
    recvq = Program.copyForEveryUser(home);
  }

  /** Runs a line in which $R is recvq, with messages on standard output too. */
  private static Running start(Map<String, String> environment, String line) throws IOException {
    String whole = "exec " + line.replace("$R", recvq.toString()) + " 2>&1";
    return Program.start(environment, List.of("sh", "-c", whole));
  }

  private static Map<String, String> sudo() {
    String nobody = Integer.toString(NOBODY);
    return Map.of("SUDO_UID", nobody, "SUDO_GID", nobody, "SUDO_USER", "nobody");
  }

  /** The words of one line of each thread's status, whichever they are. */
  private static Set<String> ofThreads(Process process, String key) throws IOException {
    Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    List<Path> threads;
    try (Stream<Path> list = Files.list(tasks)) {
      threads = list.toList();
    }
    Set<String> values = new TreeSet<>();
    for (Path thread : threads) {
      for (String line : status(thread)) {
        if (line.startsWith(key + ":")) {
          values.addAll(List.of(line.substring(key.length() + 1).strip().split("\\s+")));
        }
      }
    }
    return values;
  }

  /** Nothing of a thread that has ended. */
  private static List<String> status(Path thread) throws IOException {
    try {
      return Files.readAllLines(thread.resolve("status"));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static void assertIsNobodyWithoutRights(Process process) throws IOException {
    assertEquals(List.of("65534"), new ArrayList<>(ofThreads(process, "Uid")));
    assertEquals(List.of("65534"), new ArrayList<>(ofThreads(process, "Gid")));
    for (String set : List.of("CapEff", "CapPrm", "CapAmb")) {
      assertEquals(List.of(NO_CAPABILITY), new ArrayList<>(ofThreads(process, set)), set);
    }
  }

  @Test
  void under_sudo_it_becomes_the_caller_in_every_thread_and_files_are_the_callers()
      throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path file = folder.resolve("kept.pcapng");
    try (Running capture = start(sudo(), "$R capture lo -w " + file)) {
      assertTrue(capture.awaitLine("capturing").contains(", as user nobody"));
      assertIsNobodyWithoutRights(capture.process());
      capture.process().toHandle().destroy();
      assertEquals(143, capture.awaitEnd().status());
    }
    assertEquals("nobody", Files.getOwner(file).getName());
  }

  @Test
  void a_file_that_the_caller_may_not_write_is_refused_with_the_option_that_keeps_the_rights()
      throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Path file = folder.resolve("kept.pcapng");
    try (Running capture = start(sudo(), "$R capture lo --duration 1ms -w " + file)) {
      Result refused = capture.awaitEnd();
      assertEquals(3, refused.status(), refused.out());
      assertTrue(refused.out().contains("EACCES 13"), refused.out());
      assertTrue(refused.out().contains("as user nobody"), refused.out());
      assertTrue(refused.out().contains("-Z root"), refused.out());
    }
    try (Running capture = start(sudo(), "$R capture lo --duration 1ms -Z root -w " + file)) {
      assertEquals(0, capture.awaitEnd().status());
    }
    assertEquals("root", Files.getOwner(file).getName());
  }

  @Test
  void a_user_may_be_named_and_root_alone_keeps_its_rights() throws Exception {
    try (Running capture = start(Map.of(), "$R capture lo -Z nobody")) {
      capture.awaitLine("capturing");
      assertIsNobodyWithoutRights(capture.process());
    }
    try (Running capture = start(Map.of(), "$R capture lo")) {
      assertFalse(capture.awaitLine("capturing").contains("as user"));
      assertEquals(List.of("0"), new ArrayList<>(ofThreads(capture.process(), "Uid")));
    }
    try (Running capture = start(Map.of(), "$R capture lo -Z no-such-user")) {
      assertEquals(2, capture.awaitEnd().status());
    }
  }

  @Test
  void without_the_right_the_remedy_is_told_and_works() throws Exception {
    try (Running capture = start(Map.of(), NETHER + "$R capture lo")) {
      Result refused = capture.awaitEnd();
      assertEquals(3, refused.status(), refused.out());
      assertTrue(refused.out().contains("EPERM 1"), refused.out());
      assertTrue(
          refused.out().contains("--inh-caps +net_raw --ambient-caps +net_raw"), refused.out());
      assertTrue(refused.out().contains("setcap"), refused.out());
    }
    String remedy = NETHER + "--inh-caps +net_raw --ambient-caps +net_raw ";
    try (Running capture = start(Map.of(), remedy + "$R capture lo --duration 1ms")) {
      Result allowed = capture.awaitEnd();
      assertEquals(0, allowed.status(), allowed.out());
    }
  }
}

package io.recvq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import io.recvq.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What SECURITY.md promises of the packaged program's own files. */
@Tag("once")
@Timeout(300)
class SecurityIT {
  private static final Pattern ARCHIVE = Pattern.compile("archive_name=(recvq-\\S+\\.jsa)");

  @TempDir Path folder = Path.of("");

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** JNA and JLine would unpack libraries there and run them. */
  @Test
  void nothingIsUnpackedIntoTheFolderOfTemporaryFiles() throws Exception {
    Needs.program("tmux");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    String option = "RECVQ_JAVA_OPTIONS=-Djava.io.tmpdir=" + temporary;
    Result sockets =
        Program.run(
            Map.of(),
            "",
            List.of("env", option, Program.recvq().toString(), "sockets", "--port", "1"));
    assertEquals(0, sockets.status(), sockets.toString());
    Tmux tmux = new Tmux(Files.createDirectory(folder.resolve("home")));
    try {
      tmux.start(80, 24, option);
      tmux.see("^recvq> *$");
      assertEquals(List.of(), filesIn(temporary));
    } finally {
      tmux.close();
    }
  }

  /** The launcher's own words, one command a line, of a run with this home. */
  private static String launched(Path launcher, Path home) throws Exception {
    Result result =
        Program.run(
            Map.of("HOME", home.toString(), "XDG_CACHE_HOME", ""),
            "",
            List.of("sh", "-x", launcher.toString(), "--version"));
    return result.err();
  }

  @Test
  void aClassDataArchiveOfAnotherUserIsNotTaken() throws Exception {
    Needs.root();
    Path launcher = Program.copyForEveryUser(Files.createDirectory(folder.resolve("recvq")));
    for (Path file : filesIn(launcher.resolveSibling("../lib"))) {
      if (file.toString().endsWith(".jsa")) {
        Files.delete(file);
      }
    }
    Matcher name = ARCHIVE.matcher(launched(launcher, folder));
    assertTrue(name.find());
    Path cache = Files.createDirectories(folder.resolve(".cache/recvq"));
    Path archive = Files.createFile(cache.resolve(name.group(1)));
    String taken = "-XX:SharedArchiveFile=" + archive;
    assertTrue(launched(launcher, folder).contains(taken), "one's own is taken");
    for (Path others : List.of(archive, cache)) {
      chown("nobody", others);
      assertFalse(launched(launcher, folder).contains(taken), others + " is another user's");
      chown("root", others);
    }
  }

  private static void chown(String user, Path file) throws Exception {
    assertEquals(0, Program.run(Map.of(), "", List.of("chown", user, file.toString())).status());
  }
}

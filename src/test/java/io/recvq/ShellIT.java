package io.recvq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Tmux;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program's shell, typed into in a tmux terminal, and fed by pipes. Before each key
 * the screen is waited for that a person would wait for.
 */
@Timeout(180)
class ShellIT {
  private static final String PROMPT = "^recvq> $";

  @TempDir Path home = Path.of("");

  private Tmux tmux = new Tmux(Path.of(""));

  @BeforeEach
  void needsTmux() {
    Needs.program("tmux");
    tmux = new Tmux(home);
  }

  @AfterEach
  void endTmux() throws Exception {
    tmux.close();
  }

  private static Program.Result run(Map<String, String> environment, String input, String... words)
      throws Exception {
    return Program.run(environment, input, List.of(words));
  }

  @Test
  void whatIsTypedAheadIsNotLostAndCompletionFillsWordsIn() throws Exception {
    tmux.start(80, 24, "");
    tmux.type("echo early", "Enter");
    tmux.see("^early\\R+recvq> $");
    tmux.type("expl", "Tab", "ECONNREF", "Tab", "Enter");
    tmux.see("See also: ETIMEDOUT.*^recvq> $");
  }

  @Test
  void ctrlCStopsTheCommandAndTwiceAtThePromptLeaves() throws Exception {
    tmux.start(80, 24, "");
    tmux.see(PROMPT);
    tmux.type("serve echo 127.0.0.1:0", "Enter");
    tmux.see("listening on 127.0.0.1:\\d+");
    tmux.type("C-c");
    tmux.see("listening.*^recvq> $");
    tmux.type("echo still here", "Enter");
    tmux.see("^still here\\Rrecvq> $");
    tmux.type("C-c");
    String hint = "Ctrl-C again, Ctrl-D or exit leaves";
    String screen = tmux.see(hint);
    // What comes later than a second counts as the first again; what comes while the program is
    // leaving ends the JVM by the signal.
    for (int hints = 1; !screen.contains("left with"); hints++) {
      tmux.type("C-c");
      screen = tmux.see("left with|(" + hint + ".*){" + (hints + 1) + "}");
    }
    tmux.see("left with 0");
  }

  @Test
  void jobsWriteAboveTheLineBeingTypedAndCtrlDAsksOnce() throws Exception {
    tmux.start(80, 24, "");
    tmux.see(PROMPT);
    tmux.type("serve echo 127.0.0.1:0 &", "Enter");
    String screen = tmux.see("\\[1\\] listening on 127.0.0.1:\\d+.*named s1\\Rrecvq> $");
    String port = screen.replaceAll("(?s).*listening on 127.0.0.1:(\\d+).*", "$1");
    tmux.type("echo half a li");
    tmux.see("^recvq> echo half a li$");
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
      String from = "127.0.0.1:" + client.getLocalPort();
      tmux.see("^\\[1\\] #1 accepted " + from + "\\Rrecvq> echo half a li$");
    }
    tmux.see("^\\[1\\] #1 closed[^\\n]*\\Rrecvq> echo half a li$");
    tmux.type("ne", "Enter");
    tmux.see("^half a line\\Rrecvq> $");
    tmux.type("jobs", "Enter");
    tmux.see("1  running  serve echo [^\\n]*\\Rrecvq> $");
    tmux.type("C-d");
    tmux.see("1 job runs; Ctrl-D again stops what runs and leaves\\Rrecvq> $");
    tmux.type("C-d");
    tmux.see("left with 0");
    assertEquals("", run(Map.of(), "", "ss", "-Hltn", "sport", "=", ":" + port).out());
  }

  @Test
  void historyIsTheOwnersAloneAndLeavesOutLinesThatBeginWithASpace() throws Exception {
    tmux.start(80, 24, "");
    tmux.see(PROMPT);
    tmux.type("echo one", "Enter");
    tmux.see("^one\\Rrecvq> $");
    tmux.type(" echo secret", "Enter");
    tmux.see("^secret\\Rrecvq> $");
    tmux.type("exit", "Enter");
    tmux.see("left with 0");
    Path history = home.resolve(".local/state/recvq/history");
    String kept = Files.readString(history);
    assertTrue(kept.contains("echo one"), kept);
    assertFalse(kept.contains("secret"), kept);
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
  }

  @Test
  void aFailureIsExplainedAndADumbTerminalGetsNoSequences() throws Exception {
    tmux.start(80, 24, "TERM=dumb");
    tmux.see(PROMPT);
    tmux.type("call echo 127.0.0.1:1 hello", "Enter");
    tmux.see("Connection refused.*^recvq> $");
    tmux.type("explain | head -4", "Enter");
    String screen = tmux.see("ECONNREFUSED  Connection refused  \\(errno\\).*^recvq> $");
    assertFalse(screen.contains("[3"), screen);
  }

  @Test
  void quotesGoOverSeveralLines() throws Exception {
    tmux.start(80, 24, "");
    tmux.see(PROMPT);
    tmux.type("echo 'two", "Enter");
    tmux.see("^> $");
    tmux.type("lines'", "Enter");
    tmux.see("^two\\Rlines\\Rrecvq> $");
  }

  @Test
  void aPipeIsAScriptWhoseStatusIsThatOfTheFirstFailingLine() throws Exception {
    Program.Result ended = run(Map.of(), "echo 1\nexplain xyzzyxyzzy\necho 3\n", Tmux.RECVQ);
    assertEquals(1, ended.status());
    assertEquals("1\n", ended.out());
    assertTrue(
        ended.err().endsWith("standard input:2: explain xyzzyxyzzy: status 1\n"), ended.err());
    assertEquals(0, run(Map.of(), "", Tmux.RECVQ, "-c", "echo a; echo b").status());
  }

  @Test
  void theLauncherWorksFromAnywhereThroughLinksAndUnderDash() throws Exception {
    Path link = home.resolve("rq");
    Files.createSymbolicLink(link, Path.of(Tmux.RECVQ).toAbsolutePath());
    assertEquals(0, run(Map.of(), "", link.toString(), "--version").status());
    Program.Result missing =
        run(Map.of("RECVQ_JAVA", "/nonexistent/java"), "", Tmux.RECVQ, "--version");
    assertEquals(3, missing.status());
    assertTrue(missing.err().contains("RECVQ_JAVA names /nonexistent/java"), missing.err());
  }
}

package io.recvq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import io.recvq.testing.Tmux;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program's shell, typed into in a tmux terminal, and fed by pipes. */
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

  private record Ended(int status, String out) {}

  private static Ended run(Map<String, String> environment, String input, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Ended(process.exitValue(), out);
  }

  private void start(String environment) throws IOException, InterruptedException {
    tmux.start(80, 24, environment);
  }

  private void type(String... keys) throws IOException, InterruptedException {
    tmux.type(keys);
  }

  private String see(String expression) throws IOException, InterruptedException {
    return tmux.see(expression);
  }

  @Test
  void whatIsTypedAheadIsNotLostAndCompletionFillsWordsIn() throws Exception {
    start("");
    type("echo early", "Enter");
    see("^early\\R+recvq> ");
    type("expl", "Tab", "ECONNREF", "Tab", "Enter");
    see("See also: ETIMEDOUT.*^recvq> ");
  }

  @Test
  void ctrlCStopsTheCommandAndTwiceAtThePromptLeaves() throws Exception {
    start("");
    see(PROMPT);
    type("serve echo 127.0.0.1:0", "Enter");
    see("listening on 127.0.0.1:\\d+");
    type("C-c");
    see("listening.*^recvq> ");
    type("echo still here", "Enter");
    see("^still here\\Rrecvq> $");
    type("C-c");
    see("Ctrl-C again, Ctrl-D or exit leaves");
    while (!tmux.screen().contains("left with 0")) {
      type("C-c");
    }
    see("left with 0");
  }

  @Test
  void jobsWriteAboveTheLineBeingTypedAndCtrlDAsksOnce() throws Exception {
    start("");
    see(PROMPT);
    type("serve echo 127.0.0.1:0 &", "Enter");
    String screen = see("\\[1\\] listening on 127.0.0.1:\\d+");
    String port = screen.replaceAll("(?s).*listening on 127.0.0.1:(\\d+).*", "$1");
    type("echo half a li");
    see("recvq> echo half a li");
    try (java.net.Socket client =
        new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
      see("\\[1\\] .*\\d+.*recvq> echo half a li$");
    }
    type("ne", "Enter");
    see("^half a line");
    type("jobs", "Enter");
    see("1  running  serve echo [^\\n]*\\R(\\[1\\] [^\\n]*\\R)*recvq> $");
    type("C-d");
    see("1 job runs; Ctrl-D again stops what runs and leaves");
    type("C-d");
    see("left with 0");
    String table = run(Map.of(), "", "ss", "-Hltn", "sport", "=", ":" + port).out();
    assertEquals("", table);
  }

  @Test
  void historyIsTheOwnersAloneAndLeavesOutLinesThatBeginWithASpace() throws Exception {
    start("");
    see(PROMPT);
    type("echo one", "Enter");
    see("^one");
    type(" echo secret", "Enter");
    see("^secret\\Rrecvq> $");
    type("exit", "Enter");
    see("left with 0");
    Path history = home.resolve(".local/state/recvq/history");
    String kept = Files.readString(history);
    assertTrue(kept.contains("echo one"), kept);
    assertFalse(kept.contains("secret"), kept);
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
  }

  @Test
  void aFailureIsExplainedAndADumbTerminalGetsNoSequences() throws Exception {
    start("TERM=dumb");
    see(PROMPT);
    type("call echo 127.0.0.1:1 hello", "Enter");
    see("Connection refused");
    type("explain | head -4", "Enter");
    String screen = see("ECONNREFUSED  Connection refused  \\(errno\\)");
    assertFalse(screen.contains("[3"), screen);
  }

  @Test
  void quotesGoOverSeveralLines() throws Exception {
    start("");
    see(PROMPT);
    type("echo 'two", "Enter");
    see("^> $");
    type("lines'", "Enter");
    see("^two\\Rlines$");
  }

  @Test
  void aPipeIsAScriptWhoseStatusIsThatOfTheFirstFailingLine() throws Exception {
    Ended ended = run(Map.of(), "echo 1\nexplain xyzzyxyzzy\necho 3\n", Tmux.RECVQ);
    assertEquals(1, ended.status());
    assertTrue(ended.out().startsWith("1\n"), ended.out());
    assertFalse(ended.out().contains("3\n"), ended.out());
    assertEquals(0, run(Map.of(), "", Tmux.RECVQ, "-c", "echo a; echo b").status());
  }

  @Test
  void theLauncherWorksFromAnywhereThroughLinksAndUnderDash() throws Exception {
    Path link = home.resolve("rq");
    Files.createSymbolicLink(link, Path.of(Tmux.RECVQ).toAbsolutePath());
    assertEquals(0, run(Map.of(), "", link.toString(), "--version").status());
    Files.delete(link);
    Ended missing = run(Map.of("RECVQ_JAVA", "/nonexistent/java"), "", Tmux.RECVQ, "--version");
    assertEquals(3, missing.status());
    assertTrue(missing.out().contains("RECVQ_JAVA names /nonexistent/java"), missing.out());
  }
}

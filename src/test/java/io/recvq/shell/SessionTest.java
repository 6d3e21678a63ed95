package io.recvq.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.cli.CommandContext;
import io.recvq.cli.CommandContext.TerminalView;
import io.recvq.cli.ExitStatus;
import io.recvq.cli.Interpreter.Settings;
import io.recvq.cli.StopSignal;
import io.recvq.render.TextOut;
import io.recvq.testing.Needs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SessionTest {
  @TempDir Path folder = Path.of("");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StopSignal stop = new StopSignal();

  private CommandContext context(InputStream in) {
    return new CommandContext(
        in, new TextOut(out, false), new TextOut(err, true), Map.of(), TerminalView.NONE, stop);
  }

  private ExitStatus run(String text, boolean keepGoing) throws InterruptedException {
    return new Shell()
        .runText("t", text, new Settings(keepGoing, false), context(InputStream.nullInputStream()));
  }

  private ExitStatus run(String text) throws InterruptedException {
    return run(text, false);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aScriptStopsAtTheFirstFailingLineWithItsStatusAndNumber() throws Exception {
    assertEquals(ExitStatus.BAD_ANSWER, run("echo 1\nexplain nothinglikethis\necho 3\n"));
    assertEquals("1\n", out());
    assertTrue(err().endsWith("recvq: t:2: explain nothinglikethis: status 1\n"), err());
  }

  @Test
  void keepGoingRunsAllLinesAndKeepsTheFirstFailure() throws Exception {
    assertEquals(ExitStatus.BAD_ANSWER, run("explain xyzzyxyzzy\nnonsense\necho 3\n", true));
    assertEquals("3\n", out());
  }

  @Test
  void aFileThatRunsItselfEndsWithAnErrorAndNotWithADefect() throws Exception {
    Path file = folder.resolve("self");
    Files.writeString(file, "run " + file + "\n");
    assertEquals(ExitStatus.USAGE, run("run " + file));
    assertTrue(err().contains("20 deep"), err());
    assertFalse(err().contains("defect"), err());
  }

  @Test
  void aNameThatNoFileCanHaveFailsItsLineAlone() throws Exception {
    assertEquals(
        ExitStatus.USAGE, run("echo a > 'x\0y'\nrecord 'x\0y'\nrun 'x\0y'\necho end\n", true));
    assertEquals("end\n", out());
    assertTrue(err().contains("is no name of a file"), err());
    assertEquals(ExitStatus.COULD_NOT_LOOK, run("decode 'x\0y'"));
    assertFalse(err().contains("defect"), err());
  }

  /** A session that has run many jobs would else keep what each of them wrote. */
  @Test
  void aJobThatHasEndedIsForgottenByTheSignalThatEndsTheSession() throws Exception {
    CommandContext context = context(InputStream.nullInputStream());
    Session session = new Session(new ScriptConsole(context, false), Map.of(), stop);
    session.runText("t", "explain ECONNRESET &\nwait\n", false);
    stop.stop();
    assertFalse(session.jobs().find("1").orElseThrow().stop().isStopped());
    session.close();
  }

  @Test
  void aSyntaxErrorNamesItsLineOnce() throws Exception {
    assertEquals(ExitStatus.USAGE, run("echo 1\necho 'open\n"));
    assertEquals("recvq: t:2: the text ends inside single quotes\n", err());
    assertEquals("", out());
  }

  @Test
  void andOrListsDependOnTheOutcome() throws Exception {
    assertEquals(
        ExitStatus.OK, run("explain xyzzyxyzzy || echo no\nexplain 104 >/dev/null && echo yes"));
    assertEquals("no\nyes\n", out());
  }

  @Test
  void variablesAreSetListedAndForgotten() throws Exception {
    assertEquals(
        ExitStatus.USAGE, run("set a=1 b='x y'; echo $a-$b \"$b\"; set; unset a; echo $a"));
    assertEquals("1-x y x y\na=1\nb=x y\n", out());
    assertTrue(err().contains("no variable 'a'; set are b"), err());
  }

  @Test
  void resultsGoThroughPipesIntoTheSystemsPrograms() throws Exception {
    Needs.program("sh");
    assertEquals(ExitStatus.OK, run("echo 'b\na' | sort | tr a-z A-Z; echo end"));
    assertEquals("A\nB\nend\n", out());
    assertEquals(ExitStatus.BAD_ANSWER, run("echo x | grep -q y"));
  }

  @Test
  void aReaderThatLeavesEarlyIsNoFailure() throws Exception {
    Needs.program("sh");
    assertEquals(ExitStatus.OK, run("explain --json | head -1 | cut -c1-20"));
    assertEquals("{\"type\":\"explanation\"\n".substring(0, 20) + "\n", out());
    out.reset();
    String endless = "echo " + "x".repeat(1 << 20);
    assertEquals(ExitStatus.OK, run(endless + " | true; echo on"));
    assertEquals("on\n", out());
  }

  @Test
  void redirectionsWriteAppendAndRefuse() throws Exception {
    Path file = folder.resolve("out.txt");
    assertEquals(ExitStatus.OK, run("echo 1 > " + file + "; echo 2 >> " + file));
    assertEquals("1\n2\n", Files.readString(file));
    assertEquals(ExitStatus.OK, run("nonsense 2> " + file + " || echo failed"));
    assertTrue(Files.readString(file).startsWith("recvq: no command 'nonsense'"));
    assertEquals(ExitStatus.COULD_NOT_LOOK, run("echo 1 > /nonexistent/x"));
    assertTrue(err().contains("cannot open /nonexistent/x"), err());
  }

  @Test
  void aFileThatTakesNoMoreEndsItsStatementAndNotTheShell() throws Exception {
    assertEquals(
        ExitStatus.COULD_NOT_LOOK,
        run("echo 1 > /dev/full; time explain EIO > /dev/full; echo on", true));
    assertEquals("on\n", out());
    assertTrue(
        err()
            .startsWith(
                "recvq: cannot write the output: No space left on device (ENOSPC 28);"
                    + " see what is free: df\n"),
        err());
  }

  @Test
  void explainWithoutWordsExplainsTheLastFailure() throws Exception {
    assertEquals(
        ExitStatus.COULD_NOT_LOOK, run("run /nonexistent/script; explain | head -1", true));
    out.reset();
    run("echo x > /nonexistent/x; explain", true);
    assertTrue(out().contains("ENOENT  No such file or directory  (errno)"), out());
  }

  @Test
  void aBackgroundServerIsReachableAndGoneAfterTheScript() throws Exception {
    assertEquals(ExitStatus.OK, run("serve echo 127.0.0.1:0 &\njobs\n"));
    Matcher listening = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)").matcher(out());
    assertTrue(listening.find(), out());
    assertTrue(out().contains("running"), out());
    int port = Integer.parseInt(listening.group(1));
    // The address can be bound again: nothing listens there any more.
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    assertEquals(
        0,
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith("job-"))
            .count());
  }

  @Test
  void aJobCanBeCalledKilledAndItsLogRead() throws Exception {
    String script =
        """
        serve echo 127.0.0.1:0 &
        kill 1
        log 1 | grep -c listening
        jobs | grep -c status
        """;
    assertEquals(ExitStatus.OK, run(script));
    assertTrue(out().endsWith("1\n1\n"), out());
  }

  @Test
  void stoppingTheSessionEndsACommandThatWaits() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    ExitStatus[] status = new ExitStatus[1];
    Thread runner =
        new Thread(
            () -> {
              try {
                status[0] = run("serve echo 127.0.0.1:0\necho never");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              ended.countDown();
            });
    runner.start();
    while (!out().contains("listening") && ended.getCount() > 0) {
      Thread.onSpinWait();
    }
    stop.stop();
    ended.await();
    assertFalse(out().contains("never"), out());
    assertEquals(ExitStatus.INTERRUPTED, status[0]);
  }

  @Test
  void anInterruptIsTheCommandsEvenWhereItEndsTheCommandAtOnce() throws Exception {
    CommandContext context = context(InputStream.nullInputStream());
    Session session = new Session(new ScriptConsole(context, false), Map.of(), stop);
    CountDownLatch ended = new CountDownLatch(1);
    Thread runner =
        new Thread(
            () -> {
              try {
                session.runText("", "watch 1000 echo runs", false);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              ended.countDown();
            });
    runner.start();
    while (!out().contains("runs") && ended.getCount() > 0) {
      Thread.onSpinWait();
    }
    StopSignal command = session.foreground();
    try (StopSignal.Registration late = command.onStop(() -> awaitUnlessInterrupted(ended))) {
      assertTrue(session.interrupt());
    }
    assertFalse(session.interrupt(), "nothing runs any more");
    session.close();
  }

  private static void awaitUnlessInterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void linesOfAPipeRunAsTheyComeAndMayGoOverSeveralLines() throws Exception {
    String lines =
        "echo 'a\n\"\n'\necho \"b\n\\\"\n\"\necho c \\\nd\n# comment\nexplain xyzzyxyzzy\n";
    InputStream in = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
    assertEquals(
        ExitStatus.BAD_ANSWER, new Shell().readLines(new Settings(false, false), context(in)));
    assertEquals("a\n\"\n\nb\n\"\n\nc d\n", out());
    assertTrue(err().contains("standard input:10: explain xyzzyxyzzy: status 1"), err());
  }

  @Test
  void recordKeepsWhatIsRunSoThatItCanBeRunAgain() throws Exception {
    Path file = folder.resolve("recorded");
    assertEquals(ExitStatus.OK, run("record " + file + "; echo 'a b'; echo $$; record off"));
    out.reset();
    assertEquals(ExitStatus.OK, run("run " + file));
    assertTrue(out().startsWith("a b\n"), out());
  }

  @Test
  void recordSaysAtOnceThatItsFileCannotBeMade() throws Exception {
    Path file = folder.resolve("none/recorded");
    assertEquals(ExitStatus.COULD_NOT_LOOK, run("record " + file));
    assertTrue(
        err().contains("cannot write " + file + ": No such file or directory (ENOENT 2)"), err());
    assertTrue(err().contains("mkdir " + folder.resolve("none")), err());
  }

  @Test
  void recordingEndsWhenItsFileTakesNoMore() throws Exception {
    assertEquals(ExitStatus.OK, run("record /dev/full; echo a; echo b", true));
    assertEquals("a\nb\n", out());
    String told = "recording ends: cannot write /dev/full: No space left on device (ENOSPC 28)";
    assertEquals(1, err().lines().filter(line -> line.contains(told)).count(), err());
  }

  @Test
  void timeSaysHowLongAndKeepsTheStatus() throws Exception {
    assertEquals(ExitStatus.BAD_ANSWER, run("time explain xyzzyxyzzy"));
    assertTrue(Pattern.compile("\\d+\\.\\d{3} s, status 1").matcher(err()).find(), err());
  }

  @Test
  void exitEndsTheScriptWithItsStatus() throws Exception {
    assertEquals(ExitStatus.COULD_NOT_LOOK, run("exit 3\necho never"));
    assertEquals("", out());
  }
}

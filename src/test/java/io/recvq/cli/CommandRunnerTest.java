package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.render.TextOut;
import io.recvq.testing.NamedPipe;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandRunnerTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private InputStream in = InputStream.nullInputStream();

  @TempDir Path folder = Path.of("");

  private ExitStatus run(OutputStream target, String... words) {
    return CommandRunner.run(
        List.of(words),
        new CommandContext(
            in,
            new TextOut(target, false),
            new TextOut(err, true),
            Map.of(),
            CommandContext.TerminalView.NONE,
            new StopSignal()));
  }

  private String message() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void helpListsEveryCommandWithinEightyColumns() {
    assertEquals(ExitStatus.OK, run(out, "--help"));
    String help = out.toString(StandardCharsets.UTF_8);
    for (String name : Commands.names()) {
      assertTrue(help.contains("\n  " + name + " "), name);
    }
    assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
  }

  @Test
  void everyCommandsHelpFitsEightyColumns() {
    for (String name : Commands.names()) {
      out.reset();
      assertEquals(ExitStatus.OK, run(out, name, "--help"), message());
      String help = out.toString(StandardCharsets.UTF_8);
      assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
    }
  }

  /** picocli would break a longer one anywhere, its last word alone on a line. */
  @Test
  void theLinesBelowAHelpAreWrittenForEightyColumns() {
    for (String name : Commands.names()) {
      for (String footer : Commands.command(name).getCommandSpec().usageMessage().footer()) {
        assertTrue(
            footer.lines().allMatch(line -> line.length() <= 80), () -> name + ": " + footer);
      }
    }
  }

  @Test
  void whatWouldChangeNothingIsAMistakeOfTheCommandLine() {
    assertUsage("--hex is for raw; see recvq call --help", "call", "echo", "1", "x", "--hex");
    assertUsage("-o is for http; see recvq call --help", "call", "echo", "1", "x", "-o", "f");
    assertUsage(
        "call raw sends its standard input and takes no words, as in:"
            + " echo hi | recvq call raw 7; see recvq call --help",
        "call",
        "raw",
        "7",
        "hi");
    assertUsage(
        "call http takes a URL alone; unexpected 'x'; see recvq call --help",
        "call",
        "http",
        "1",
        "x");
    assertUsage(
        "--interval and --for are for --watch; see recvq sockets --help", "sockets", "--for", "1s");
    assertUsage(
        "--watch shows a row a socket: it goes without --group and --pairs;"
            + " see recvq sockets --help",
        "sockets",
        "--watch",
        "--pairs");
    assertUsage(
        "choose one of --group and --pairs; see recvq sockets --help",
        "sockets",
        "--pairs",
        "--group",
        "state");
    assertUsage(
        "--size and --reconnect are for echo; see recvq load --help",
        "load",
        "app",
        "1",
        "--size",
        "9");
    assertUsage(
        "-c, -n, --duration and --interval are more than 0, --rate is not negative;"
            + " see recvq load --help",
        "load",
        "echo",
        "1",
        "--duration",
        "0");
    assertUsage(
        "LISTEN and TARGET are both 127.0.0.1:7: it would call itself; see recvq proxy --help",
        "proxy",
        "7",
        "7");
  }

  @Test
  void aValueOutOfRangeIsToldItsRange() {
    assertUsage(
        "every K-th connection, and K is 1 or more, not 0; see recvq serve --help",
        "serve",
        "echo",
        "0",
        "--every",
        "0");
    assertUsage(
        "a probability is 0 to 1, not 2.0; see recvq serve --help",
        "serve",
        "echo",
        "0",
        "--probability",
        "2");
    assertUsage(
        "--sndbuf: '10x' is no size; write 1500, 64k or 1.5M; see recvq serve --help",
        "serve",
        "echo",
        "0",
        "--sndbuf",
        "10x");
  }

  @Test
  void usageErrorsSpeakInTheWordsOfTheHelp() {
    assertUsage("KIND and ADDR are missing; see recvq serve --help", "serve");
    assertUsage("ADDR is missing; see recvq serve --help", "serve", "echo");
    assertUsage(
        "'ecoh' is no KIND; there are echo, app, ack, hello, chat, discard, chargen;"
            + " did you mean 'echo'? see recvq serve --help",
        "serve",
        "ecoh",
        "0");
    assertUsage(
        "ADDR: port 70000 is outside 0 to 65535; see recvq serve --help", "serve", "echo", "70000");
    assertUsage("--count: 'x' is no whole number; see recvq ping --help", "ping", "-c", "x", "h");
    assertUsage("--count needs a value: --count N; see recvq ping --help", "ping", "h", "-c");
    assertUsage(
        "--settle: '5x' is no duration; write 300ms, 2s, 1m or 1h; see recvq fill --help",
        "fill",
        "1",
        "--settle",
        "5x");
    assertUsage(
        "unknown option '--cuont'; did you mean '--count'? see recvq ping --help",
        "ping",
        "--cuont",
        "h");
  }

  @Test
  void valuesThatAreTooLargeOrOfAnotherFormAreToldSo() {
    assertUsage(
        "--count: '99999999999' is too large; see recvq ping --help",
        "ping",
        "-c",
        "99999999999",
        "h");
    assertUsage("--port: 'x' is no whole number; see recvq decode --help", "decode", "--port", "x");
    assertUsage(
        "--max-content: '-1' is no size; write 1500, 64k or 1.5M; see recvq decode --help",
        "decode",
        "--max-content",
        "-1");
    assertUsage("--set: 'a' is no NAME=VALUE; see recvq check --help", "check", "--set", "a", "f");
  }

  @Test
  void aValueOutsideOfItsRangeIsNamedWithTheRange() {
    assertUsage("--ttl is 1 to 255, not 256; see recvq ping --help", "ping", "-t", "256", "h");
    assertUsage("--count is 0 or more, not -1; see recvq ping --help", "ping", "-c", "-1", "h");
    assertUsage(
        "--retries is 0 to 20, not 21; see recvq probe --help", "probe", "h", "--retries", "21");
  }

  @Test
  void whatDoesNotGoTogetherIsToldByItsNames() {
    assertUsage(
        "--frames, --packets exclude each other; give one; see recvq decode --help",
        "decode",
        "--frames",
        "--packets",
        "f");
    assertUsage(
        "--as says how --follow N shows bytes as text; see recvq decode --help",
        "decode",
        "--as",
        "hex",
        "f");
    assertUsage(
        "--export shows nothing: leave out the view; see recvq decode --help",
        "decode",
        "--export",
        "x",
        "--packets",
        "f");
    assertUsage(
        "--export - writes packets where --json would write: name a file; see recvq decode --help",
        "decode",
        "--export",
        "-",
        "--json",
        "f");
  }

  @Test
  void hostsAndPortsWrittenAsForOtherToolsAreTurnedIntoOurs() {
    assertUsage(
        "'h:80' has a port at its end; write the host alone: h; see recvq probe --help",
        "probe",
        "h:80");
    assertUsage(
        "'[::1]:80' has a port at its end; write the host alone: ::1; see recvq resolve --help",
        "resolve",
        "[::1]:80");
    assertUsage(
        "several ports have commas between them: 80,443; see recvq probe --help",
        "probe",
        "h",
        "80",
        "443");
  }

  @Test
  void bytesReadsAPipeThatHasNoPosition() throws Exception {
    Path pipe = NamedPipe.holding("00 67\n".getBytes(StandardCharsets.UTF_8), folder);
    try (FileInputStream opened = new FileInputStream(pipe.toFile())) {
      in = opened;
      assertEquals(ExitStatus.OK, run(out, "bytes", "-"), message());
    }
    String shown = out.toString(StandardCharsets.UTF_8);
    assertTrue(shown.startsWith("hex, 2 bytes\n"), shown);
  }

  @Test
  void bytesSaysWhereItStoppedReading() throws IOException {
    Path file = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
    assertEquals(ExitStatus.OK, run(out, "bytes", "--file", file.toString()));
    assertEquals("recvq: " + file + ": only its first 1048576 bytes are read\n", message());
  }

  private void assertUsage(String expected, String... words) {
    err.reset();
    assertEquals(ExitStatus.USAGE, run(out, words));
    assertEquals("recvq: " + expected + "\n", message());
  }

  @Test
  void anUnknownCommandIsOneLineWithAHint() {
    assertEquals(ExitStatus.USAGE, run(out, "doctr"));
    assertEquals("recvq: no command 'doctr'; did you mean 'doctor'? see recvq --help\n", message());
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whoTypesAnotherToolsNameIsToldWhatRecvqHasForIt() {
    assertUsage("no command 'ss'; that is 'sockets' here; see recvq --help", "ss", "-tan");
    assertUsage("no command 'nc'; that is 'call raw' here; see recvq --help", "nc", "host", "80");
  }

  @Test
  void aWordThatIsNearNoCommandHasNoHint() {
    assertUsage("no command 'completions'; see recvq --help", "completions");
    assertUsage(
        "'jobs' is a word of the shell: start recvq, or give lines to recvq run; see recvq --help",
        "jobs");
  }

  @Test
  void anUnknownOptionIsOneLineWithAHint() {
    assertEquals(ExitStatus.USAGE, run(out, "doctor", "--nonsense"));
    assertEquals("recvq: unknown option '--nonsense'; see recvq doctor --help\n", message());
  }

  @Test
  void anUnknownLetterIsNearNoOption() {
    assertUsage("unknown option '-x'; see recvq doctor --help", "doctor", "-x");
  }

  @Test
  void anUnknownCommandBehindAnOptionIsNoneEither() {
    assertUsage(
        "no command 'doctr'; did you mean 'doctor'? see recvq --help", "--color", "never", "doctr");
  }

  @Test
  void aReaderThatWentAwayEndsTheCommandQuietly() {
    assertEquals(ExitStatus.OK, run(failing("Broken pipe"), "--version"));
    assertEquals("", message());
  }

  @Test
  void aFullDiskIsAFailureWithAMessage() {
    assertEquals(ExitStatus.COULD_NOT_LOOK, run(failing("No space left on device"), "--version"));
    assertEquals(
        "recvq: cannot write the output: No space left on device (ENOSPC 28);"
            + " see what is free: df\n",
        message());
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}

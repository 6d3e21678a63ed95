package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.render.TextOut;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandRunnerTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ExitStatus run(OutputStream target, String... words) {
    return CommandRunner.run(
        List.of(words),
        new CommandContext(
            InputStream.nullInputStream(),
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
        "recvq: cannot write the output: No space left on device (ENOSPC 28)\n", message());
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

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
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Named endpoints: each call says what it returned, and the queues of both ends after it. */
@Timeout(120)
class EndpointsTest {
  @TempDir Path folder = Path.of("");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ExitStatus run(String text) throws InterruptedException {
    return run(text, TerminalView.NONE);
  }

  private ExitStatus run(String text, TerminalView view) throws InterruptedException {
    CommandContext context =
        new CommandContext(
            InputStream.nullInputStream(),
            new TextOut(out, true),
            new TextOut(err, true),
            Map.of(),
            view,
            new StopSignal());
    return new Shell().runText("t", text, new Settings(false, false), context);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private void saw(String expression) {
    assertTrue(
        Pattern.compile(expression, Pattern.MULTILINE).matcher(out()).find(),
        expression + " in\n" + out() + err());
  }

  private static final String BOTH =
      """
      listen 127.0.0.1:0
      connect $last.local
      accept l1 --wait 10s
      """;

  @Test
  void aConnectionDrivenByHandShowsEachCallAndBothQueues() throws Exception {
    assertEquals(ExitStatus.OK, run(BOTH + "send c1 \"hello\\n\"\nrecv c2 4096"), err());
    saw("^accept\\(l1\\) = c2$");
    saw("^write\\(c1, \"hello\\\\n\", 6\\) = 6$");
    saw("^  c2 +6 +0 +127\\.0\\.0\\.1:\\d+ +127\\.0\\.0\\.1:\\d+ +ESTABLISHED$");
    saw("^read\\(c2, \"hello\\\\n\", 4096\\) = 6$");
  }

  @Test
  void onANarrowTerminalBytesHaveALineOfTheirOwn() throws Exception {
    String script = BOTH + "send c1 abc\nlist";
    assertEquals(ExitStatus.OK, run(script, new TerminalView(true, true, 80)), err());
    saw("^Name +Runs +Recv-Q +Send-Q +Local Address +Foreign Address +State$");
    saw("^c1 .* ESTABLISHED\n {6}in 0 out 3$");
    assertEquals(ExitStatus.OK, run(script, new TerminalView(true, true, 120)), err());
    saw("^c1 .* ESTABLISHED +in 0 out 3$");
  }

  @Test
  void whereThatIsNotEnoughWhatRunsHasALineToo() throws Exception {
    String script =
        """
        serve echo 127.0.0.1:0 --quiet &
        proxy 127.0.0.1:0 $s1 --quiet &
        list p1
        """;
    assertEquals(ExitStatus.OK, run(script, new TerminalView(true, true, 80)), err());
    saw("^Name +Recv-Q +Send-Q +Local Address +Foreign Address +State$");
    saw("^p1 .* LISTEN\n {6}proxy 127\\.0\\.0\\.1:\\d+$");
  }

  @Test
  void aNameThatStandsForAnAddressIsToldItsVariable() throws Exception {
    String serve = "serve echo 127.0.0.1:0 --quiet &\n";
    assertEquals(ExitStatus.USAGE, run(serve + "fill s1"));
    String told =
        "ADDR: 's1' names no port; the address of the endpoint s1 is $s1; see recvq fill --help";
    assertTrue(err().contains(told), err());
    assertEquals(ExitStatus.USAGE, run(serve + "why s1"));
    told = "'s1' is no filter word; the address of the endpoint s1 is $s1; see recvq why --help";
    assertTrue(err().contains(told), err());
  }

  @Test
  void aNamesVariableIsItsAddress() throws Exception {
    String text =
        """
        serve echo 127.0.0.1:0 --quiet &
        connect $s1
        send c1 "hello"
        recv c1 --wait 10s
        echo $c1.remote is $s1, $c1 is $c1.local, the server has $s1.1.remote
        call echo $s1 again
        """;
    assertEquals(ExitStatus.OK, run(text), err());
    saw("^read\\(c1, \"hello\", 65536\\) = 5$");
    saw("^(\\S+) is \\1, (\\S+) is \\2, the server has \\2$");
  }

  @Test
  void aReadWithNothingThereIsEagainAndTheEndOfTheStreamIsZero() throws Exception {
    assertEquals(ExitStatus.OK, run(BOTH + "recv c1 || shutdown c2 out\nrecv c1 --wait 10s"));
    saw("^read\\(c1, 65536\\) = -1 EAGAIN 11 \\(Resource temporarily unavailable\\)$");
    saw("^shutdown\\(c2, SHUT_WR\\) = 0$");
    saw("^read\\(c1, 65536\\) = 0  end of stream");
    saw("^  c1 .* CLOSE_WAIT$");
  }

  @Test
  void filledToTheBrimEveryByteIsInOneOfTheQueues() throws Exception {
    assertEquals(ExitStatus.OK, run(BOTH + "send c1 --fill"), err());
    saw("^write\\(c1, zeros, 65536\\) = [\\d,]+ in \\d+ calls, then -1 EAGAIN 11");
  }

  @Test
  void aResetIsSeenByTheOtherSide() throws Exception {
    assertEquals(
        ExitStatus.OK, run(BOTH + "reset c1\nrecv c2 --wait 10s || echo gone $last.errno"));
    saw("^read\\(c2, 65536\\) = -1 ECONNRESET 104");
    saw("^gone ECONNRESET$");
  }

  @Test
  void aServerIsStalledResumedAndItsConnectionsAreNamed() throws Exception {
    String script =
        """
        serve echo 127.0.0.1:0 --quiet &
        set server=$last.address
        stall s1
        connect $server
        send c1 "abc"
        echo waits $last.peer $last.peerRecvQ
        recv c1 || resume s1
        recv c1 --wait 10s
        effect s1 delay=1ms
        list s1
        reset s1.1
        recv c1 --wait 10s || echo reset
        """;
    assertEquals(ExitStatus.OK, run(script), err());
    saw("^waits s1\\.1 3$");
    saw("^read\\(c1, \"abc\", 65536\\) = 3$");
    saw("^s1 +serve echo .* LISTEN +delay=1ms@accept$");
    saw("^close\\(s1\\.1, SO_LINGER 0\\) = 0$");
    saw("^reset$");
    assertFalse(out().contains("accepted"), "a quiet job shows nothing");
  }

  @Test
  void theEffectsOfAProxyAreChangedWhileAConnectionIsOpen() throws Exception {
    String script =
        """
        serve echo 127.0.0.1:0 --quiet &
        proxy 127.0.0.1:0 $last.address --quiet &
        set proxy=$last.address
        connect $proxy
        send c1 "abc"
        recv c1 --wait 10s
        effect p1 delay=1ms
        list p1
        send c1 "def"
        recv c1 --wait 10s
        effect p1 reset
        recv c1 --wait 10s || echo reset
        """;
    assertEquals(ExitStatus.OK, run(script), err());
    saw("^read\\(c1, \"abc\", 65536\\) = 3$");
    saw("^p1 +proxy .* LISTEN +delay=1ms@accept$");
    saw("^read\\(c1, \"def\", 65536\\) = 3$");
    saw("^reset$");
  }

  @Test
  void framesAreSentAndDecoded() throws Exception {
    Path file = folder.resolve("raw");
    String script =
        """
        serve app 127.0.0.1:0 --keep-alive --quiet &
        connect $last.address
        send c1 --frame search morpheus
        recv c1 --frame --wait 10s
        send c1 --frame '{"action": "search", "value": "ring"}'
        recv c1 --wait 10s -o $file
        send c1 --hex '00 02 7b 7d' || echo no
        recv c1 --wait 10s || echo dropped
        log 1 | grep -c response
        """;
    assertEquals(ExitStatus.OK, run("set file=" + file + "\n" + script), err());
    saw("^  frame of \\d+ bytes, text/json: \\{\"result\": \"Follow the white rabbit");
    assertTrue(Files.readString(file).contains("Misty Mountains"));
    saw("^2$");
  }

  @Test
  void theLastResultIsThereAsFields() throws Exception {
    String script =
        """
        serve echo 127.0.0.1:0 --quiet &
        set server=$last.address
        call echo $server hi
        echo from $last.local to $last.remote status $last.status
        resolve 127.0.0.1
        echo ${last.type}
        call echo 127.0.0.1:1 x || echo $last.errno $last.status
        echo $last.nothing
        """;
    assertEquals(ExitStatus.USAGE, run(script));
    saw("^from 127\\.0\\.0\\.1:\\d+ to 127\\.0\\.0\\.1:\\d+ status 0$");
    saw("^ECONNREFUSED 1$");
    assertTrue(err().contains("no variable 'last.nothing'; set are last.errno"), err());
  }

  @Test
  void wrongUsageSaysWhatThereIs() throws Exception {
    assertEquals(ExitStatus.USAGE, run("send c9 x"));
    assertTrue(err().contains("no endpoint 'c9'; connect ADDR makes one"), err());
    err.reset();
    assertEquals(ExitStatus.USAGE, run("listen 127.0.0.1:0; send l1 x"));
    assertTrue(err().contains("l1 listens; accept l1 gives a connection"), err());
  }
}

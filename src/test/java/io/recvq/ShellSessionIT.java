package io.recvq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import io.recvq.testing.Tmux;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One user's session in a terminal: endpoints by hand, the dashboard, completion, manners. */
@Timeout(300)
class ShellSessionIT {
  private static final String PROMPT = "^recvq> *$";

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

  private void line(String text, String expected) throws Exception {
    tmux.see(PROMPT);
    tmux.type(text, "Enter");
    tmux.see(expected);
    tmux.see(PROMPT);
    tmux.type("C-l");
    tmux.see("\\A" + PROMPT.substring(1, PROMPT.length() - 1) + "\\s*\\z");
  }

  @Test
  void endpointsAreDrivenByHandAndSteeredAndNothingIsLeftListening() throws Exception {
    tmux.start(120, 40, "LC_ALL=C");
    line("serve echo 127.0.0.1:0 --quiet &", "^\\[1\\] named s1");
    line("set server=$last.address", PROMPT);
    line("connect $server", "^connect\\(127\\.0\\.0\\.1:\\d+\\) = 0$");
    line("stall s1", "^s1 stalls$");
    line("send c1 'two 中 three'", "^write\\(c1, \"two 中 three\", 13\\) = 13$");
    line("echo left: $last.peer $last.peerRecvQ", "^left: s1\\.1 13$");
    line("list", "^s1 +serve echo .*stalled");
    line("resume s1", "^s1 reads again$");
    line("recv c1 4096 --wait 30s", "^read\\(c1, \"two 中 three\", 4096\\) = 13$");
    line("effect s1 delay=1ms", "^s1 misbehaves from now on: delay=1ms@accept$");
    line("shutdown c1 out", "^shutdown\\(c1, SHUT_WR\\) = 0$");
    line("recv c1 --wait 30s", "end of stream");
    line("listen 127.0.0.1:0 --backlog 1", "^listen\\(127\\.0\\.0\\.1:\\d+\\) = 0$");
    line("set there=$last.local", PROMPT);
    line("connect $there", "not accepted");
    line("accept l1 --wait 30s", "^accept\\(l1\\) = c3$");
    line("reset c3", "^close\\(c3, SO_LINGER 0\\) = 0$");
    line("recv c2 --wait 30s", "-1 ECONNRESET 104");
    line("conect 1", "no command 'conect'; did you mean 'connect'\\? help lists all");
    line("help watch | head -3", "^Run a command again and again until Ctrl-C");
    tmux.type("echo at $server and $there", "Enter");
    String screen = tmux.see("^at 127\\.0\\.0\\.1:\\d+ and 127\\.0\\.0\\.1:\\d+$");
    String at =
        screen.replaceAll(
            "(?s).*^?at 127\\.0\\.0\\.1:(\\d+) and 127\\.0\\.0\\.1:(\\d+).*", "$1 $2");
    tmux.see(PROMPT);
    tmux.type("exit", "Enter");
    tmux.see("left with 0");
    for (String port : at.split(" ")) {
      new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress()).close();
    }
  }

  @Test
  void topShowsSteersAndGivesTheTerminalBack() throws Exception {
    Files.createDirectories(home.resolve(".config/recvq"));
    Files.writeString(
        home.resolve(".config/recvq/rc"),
        "serve echo 127.0.0.1:0 --quiet &\nset s=$last.address\nconnect $s\nstall s1\nsend c1 --fill\n");
    tmux.start(80, 24, "");
    tmux.see("every byte accounted for|then -1 EAGAIN");
    tmux.see(PROMPT);
    tmux.type("top --interval 200ms", "Enter");
    tmux.see("^top of this shell.*s1 +serve echo on .* stalled.*s1\\.1 +c1 .*█");
    tmux.see("^! receiver is not reading");
    tmux.type("Down");
    tmux.type("Enter");
    tmux.see("Recv-Q [\\d,]+ bytes wait to be read");
    tmux.type("?");
    tmux.see("a bar is full when the buffer");
    tmux.type("Up");
    tmux.type("s");
    tmux.see("^s1 reads again");
    tmux.resize(200, 50);
    tmux.see("in/s +out/s");
    tmux.type("q");
    tmux.see("^s1 +listening on ");
    tmux.type("q");
    tmux.see(PROMPT);
    tmux.type("echo back", "Enter");
    tmux.see("^back$");
    tmux.type("exit", "Enter");
    tmux.see("left with 0");
  }

  @Test
  void completionKnowsWhatIsThere() throws Exception {
    tmux.start(100, 30, "");
    line("serve echo 127.0.0.1:0 --quiet &", "^\\[1\\] named s1");
    tmux.type("stall s", "Tab", "Enter");
    tmux.see("^s1 stalls$");
    tmux.see(PROMPT);
    tmux.type("echo $last.stall", "Tab", "Enter");
    tmux.see("^true$");
    tmux.see(PROMPT);
    tmux.type("explain ECONNREF", "Tab");
    tmux.see("recvq> explain ECONNREFUSED");
    tmux.type("C-u", "effect s1 jit", "Tab");
    tmux.see("recvq> effect s1 jitter=");
    tmux.type("C-u", "decode x --where 'frame.header.content-t", "Tab");
    tmux.see("frame\\.header\\.content-type'");
    tmux.type("C-u", "capture l", "Tab");
    tmux.see("recvq> capture lo");
    tmux.type("C-u", "serve --s", "Tab");
    tmux.see("--stall.*Short for");
    tmux.type("C-c");
    tmux.see(PROMPT);
    tmux.type("C-r", "stall");
    tmux.see("recvq> stall s1.*i-search: stall");
    tmux.type("C-g");
    tmux.see("recvq> \\s*\\z");
  }

  @Test
  void jobsPipesFilesRecordsAndRepetitions() throws Exception {
    tmux.start(100, 30, "");
    Path recorded = home.resolve("recorded");
    Path written = home.resolve("written");
    line("serve echo 127.0.0.1:0 --quiet &", "^\\[1\\] named s1");
    line("set server=$last.address", PROMPT);
    line("record " + recorded, PROMPT);
    line("echo 你好,世界 | tr , ' '", "^你好 世界$");
    line("time echo 中 > " + written, "^\\d+\\.\\d{3} s, status 0$");
    line("record off", PROMPT);
    assertEquals("中\n", Files.readString(written));
    line("run " + recorded, "^你好 世界$");
    line("call echo $server 你好 | tail -1", "你好");
    tmux.type("watch 200ms list s1", "Enter");
    tmux.see("\\AName +Runs [^\\n]*\\Rs1 +serve echo");
    tmux.type("C-c");
    tmux.see("\\^C\\R.*^recvq> $");
    tmux.type("C-l");
    line("watch 65432 --for nonsense", "^recvq: --for: ");
    line("resolve 127.0.0.1 --json &", "^\\[2\\] ended with status 0: resolve");
    line("log 2 | head -1 | cut -c2-7", "^\"type\"$");
    line("wait 2", PROMPT);
    tmux.type("fg", "Enter");
    tmux.see("^serve echo 127\\.0\\.0\\.1:0 --quiet$");
    tmux.type("C-c");
    tmux.see("\\[1\\] stopped: serve echo [^\\n]*\\R([^\\n]*\\R)*recvq> $");
    tmux.type("C-l");
    line("jobs", "^ *1 +status 130 +serve echo");
    line("wait 1 || echo job 1 was bad", "^job 1 was bad$");
    tmux.type("clear", "Enter");
    tmux.see("\\Arecvq> \\s*\\z");
  }

  @Test
  void wideCharactersAreEditedInPlaceAndCtrlZMeansNothing() throws Exception {
    Files.createDirectories(home.resolve(".config/recvq"));
    Files.writeString(home.resolve(".config/recvq/rc"), "echo from the start file\n");
    tmux.start(100, 30, "", "--no-rc");
    String screen = tmux.see(PROMPT);
    assertFalse(screen.contains("start file"), screen);
    String text = "echo " + "中文 and latin, ".repeat(4) + "end";
    tmux.type(text);
    tmux.see("latin, end$");
    tmux.type("C-z");
    tmux.type("Home");
    tmux.type("Right", "Right", "Right", "Right", "Right", "Right", "DC");
    tmux.see("^recvq> echo 中 and latin, 中文 and");
    tmux.type("Enter");
    tmux.see("^中 and latin, 中文 and latin, 中文 and latin, 中文 and latin, end\\R+recvq> $");
  }

  @Test
  void whatIsTypedWhileACommandRunsIsThereAfterwardsCtrlDIncluded() throws Exception {
    tmux.start(80, 24, "");
    tmux.see(PROMPT);
    tmux.type("serve echo 127.0.0.1:0 --once", "Enter");
    String screen = tmux.see("^listening on 127\\.0\\.0\\.1:\\d+");
    int port =
        Integer.parseInt(screen.replaceAll("(?s).*listening on 127\\.0\\.0\\.1:(\\d+).*", "$1"));
    tmux.type("C-d");
    tmux.see("\\^D");
    new java.net.Socket(InetAddress.getLoopbackAddress(), port).close();
    tmux.see("left with 0");
    assertFalse(tmux.see("left").contains("1 job runs"));
  }

  @Test
  void aScriptOnAPipeThatWaitsEndsAtOnceOnASignal() throws Exception {
    Process process = new ProcessBuilder(Tmux.RECVQ).redirectErrorStream(true).start();
    process
        .getOutputStream()
        .write("echo ready\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    byte[] ready = process.getInputStream().readNBytes(6);
    assertEquals(6, ready.length);
    // The handle sends the signal only; the process itself would close the pipe as well.
    process.toHandle().destroy();
    assertTrue(process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS));
    assertEquals(143, process.exitValue());
  }
}

package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Program;
import io.recvq.testing.Program.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A proxy changes its ways when the file of its effects changes, on open connections, too. */
@Tag("once")
@Timeout(120)
class EffectsFileIT {
  @TempDir Path folder = Path.of("");

  private Path effects = Path.of("");

  private void say(String content) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), content);
    Files.move(next, effects, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Socket connect(String line) throws IOException {
    int port = Integer.parseInt(line.replaceAll(".*:", ""));
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static int echo(Socket socket) throws IOException {
    socket.getOutputStream().write('x');
    return socket.getInputStream().read();
  }

  @Test
  void aFileThatCannotBeReadIsSaidBeforeAnythingListens() {
    Captured serve =
        Captured.run(
            List.of("serve", "echo", "0", "--effects-file", folder.resolve("none").toString()));
    assertEquals(ExitStatus.COULD_NOT_LOOK, serve.status());
    assertEquals("", serve.out());
    assertTrue(serve.err().contains("No such file or directory (ENOENT 2)"), serve.err());
  }

  @Test
  void eachContentTakesThePlaceOfTheOneBeforeAndABadOneOfNone() throws Exception {
    effects = Files.writeString(folder.resolve("effects"), "# nothing yet\n");
    List<String> serve = Program.command("serve", "echo", "0", "--quiet");
    String proxy = "exec $R proxy 0 $T --quiet --effects-file $F 2>&1";
    try (Running server = Program.start(Map.of(), serve)) {
      String target = server.awaitLine("listening on ").replace("listening on ", "");
      Map<String, String> words =
          Map.of("R", Program.recvq().toString(), "T", target, "F", effects.toString());
      try (Running running = Program.start(words, List.of("sh", "-c", proxy));
          Socket socket = connect(running.awaitLine("listening on "))) {
        assertEquals('x', echo(socket));
        say("corrupt=1000\n");
        running.awaitLine(": corrupt=1000");
        assertEquals(~'x' & 0xff, echo(socket));
        say("corrupt=1000\nnonsense\n");
        assertTrue(running.awaitLine("nonsense").endsWith("; effects unchanged"));
        assertEquals(~'x' & 0xff, echo(socket));
        say("delay=1ms@accept # gentle\n");
        running.awaitLine(": delay=1ms");
        assertEquals('x', echo(socket));
        say("reset\n");
        running.awaitLine(": reset");
        assertThrows(SocketException.class, () -> socket.getInputStream().read());
      }
    }
  }
}

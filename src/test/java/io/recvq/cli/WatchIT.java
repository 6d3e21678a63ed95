package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import io.recvq.testing.Program.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's stalled connection, watched as a user watches it. */
class WatchIT {
  /** A server that never reads, and a client that writes until it can no more; prints the port. */
  private static final String STALLED =
      """
      import socket, sys
      listener = socket.socket()
      listener.bind(("127.0.0.1", 0))
      listener.listen(1)
      client = socket.create_connection(listener.getsockname())
      server, _ = listener.accept()
      client.setblocking(False)
      try:
          while True:
              client.send(bytes(65536))
      except BlockingIOError:
          pass
      print("port", listener.getsockname()[1], flush=True)
      sys.stdin.read()
      """;

  private static @Nullable Running stalled;
  private static String port = "";

  @BeforeAll
  static void stall() throws IOException {
    Needs.program("python3");
    stalled = Program.start(Map.of(), List.of("python3", "-u", "-c", STALLED));
    port = stalled.awaitLine("port ").substring("port ".length()).strip();
  }

  @AfterAll
  static void end() {
    if (stalled != null) {
      stalled.close();
    }
  }

  @Test
  void theReportTellsWhoLimitsItAndBothQueues(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("watch.html");
    Result result = Program.recvq("watch", port, "--for", "2s", "--report", file.toString());
    assertEquals(1, result.status(), result.toString());
    assertTrue(result.out().contains(": receiver is not reading: python3 (pid "), result.out());
    String page = Files.readString(file);
    for (String part :
        List.of(
            "<span aria-hidden=\"true\">✗</span> limited by receiver</p>",
            "<h2 id=\"verdict\">receiver is not reading: python3 (pid ",
            "<tr class=\"mark failure\"",
            "\"name\":\"Recv-Q\"",
            "<code>recvq watch " + port + " --for 2s --report " + file + "\n</code>")) {
      assertTrue(page.contains(part), part);
    }
  }

  @Test
  void asJsonReadingsAndVerdictsCome() throws Exception {
    Result result = Program.recvq("watch", port, "--for", "1500ms", "--json", "--no-capture");
    assertEquals(1, result.status(), result.toString());
    List<String> lines = result.out().lines().toList();
    assertTrue(lines.stream().allMatch(line -> line.startsWith("{\"type\":\"")), result.out());
    for (String type : List.of("opened", "change", "sample", "limited", "verdict")) {
      assertTrue(
          lines.stream().anyMatch(line -> line.startsWith("{\"type\":\"" + type + "\"")), type);
    }
    assertTrue(result.out().contains("\"limitedBy\":\"receiver\",\"cause\":\"not-reading\""));
  }

  @Test
  void interruptedItStillWritesItsReport(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("watch.html");
    try (Running running =
        Program.start(
            Map.of(),
            Program.command("watch", port, "--no-capture", "--report", file.toString()))) {
      running.awaitLine("receiver is not reading");
      Program.run(Map.of(), "", List.of("kill", "-INT", Long.toString(running.process().pid())));
      Result result = running.awaitEnd();
      assertEquals(130, result.status(), result.toString());
      assertTrue(Files.readString(file).contains("receiver is not reading"), "the report");
    }
  }

  @Test
  void whereNothingMatchesItSaysSo() throws Exception {
    Result result = Program.recvq("watch", "127.0.0.1:1-127.0.0.1:2", "--for", "300ms");
    assertEquals(3, result.status(), result.toString());
    assertEquals("", result.out());
    assertEquals(
        "recvq: cannot find a live connection for '127.0.0.1:1-127.0.0.1:2': none came;"
            + " see what there is: recvq sockets\n",
        result.err());
  }

  @Test
  void packetsAreKeptWhereTheyMayBeSeen(@TempDir Path folder) throws Exception {
    Needs.root();
    Needs.libpcap();
    Needs.program("tshark");
    String file = folder.resolve("watch.pcapng").toString();
    Result result = Program.recvq("watch", port, "--for", "1s", "-w", file);
    assertEquals(1, result.status(), result.toString());
    Result tshark = Program.run(Map.of(), "", List.of("tshark", "-r", file));
    assertEquals(0, tshark.status(), tshark.toString());
  }

  @Test
  void theReportSaysWhichConnectionsItsPacketsLack(@TempDir Path folder) throws Exception {
    Needs.root();
    Needs.libpcap();
    String script =
        """
        import os, socket, sys
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen(2)
        ends = [socket.create_connection(listener.getsockname()), listener.accept()]
        print("pid", os.getpid(), flush=True)
        sys.stdin.readline()
        ends += [socket.create_connection(listener.getsockname()), listener.accept()]
        sys.stdin.read()
        """;
    Path file = folder.resolve("watch.html");
    try (Running peers = Program.start(Map.of(), List.of("python3", "-c", script))) {
      String pid = peers.awaitLine("pid ").substring("pid ".length()).strip();
      List<String> watch =
          Program.command("watch", "pid", pid, "--interval", "50ms", "--report", file.toString());
      try (Running running = Program.start(Map.of(), watch)) {
        running.awaitLine(" → 127.0.0.1");
        peers.process().getOutputStream().write('\n');
        peers.process().getOutputStream().flush();
        running.awaitLine("watched from here on");
        Program.run(Map.of(), "", List.of("kill", "-INT", Long.toString(running.process().pid())));
        Result result = running.awaitEnd();
        String lack =
            "the wire was recorded for the connections found first; 1 that came later is not in it";
        assertTrue(result.err().contains(lack), result.toString());
        assertTrue(Files.readString(file).contains(lack), "the report");
      }
    }
  }
}

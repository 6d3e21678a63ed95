package io.recvq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import io.recvq.testing.Program.Running;
import io.recvq.testing.TcpScript;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What commands do when the machine fails them: a message and a status of the contract, never a
 * stack trace, never a hang. The table of it is in docs/trust.md.
 */
@Tag("once")
@Timeout(600)
class FaultsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Accepts and holds connections, for commands that need somebody to talk to. */
  private static ServerSocket silent;

  private static final List<Socket> HELD = new ArrayList<>();
  private static Thread acceptor;
  private static Path folder;

  @BeforeAll
  static void listenInSilence(@TempDir Path made) throws IOException {
    folder = made;
    silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    acceptor = new Thread(FaultsIT::accept, "silent");
    acceptor.start();
    Files.writeString(
        folder.resolve("check.yaml"),
        "checks:\n  - name: open\n    kind: tcp\n    target: 127.0.0.1:" + port() + "\n");
    capture("small.pcap", 50);
  }

  /** A capture file of one connection with so many segments of data. */
  private static void capture(String name, int segments) throws IOException {
    TcpScript script = new TcpScript().open();
    for (int i = 0; i < segments; i++) {
      script.client("a line of text\n".getBytes(StandardCharsets.US_ASCII));
    }
    script.close().save(folder.resolve(name));
  }

  @AfterAll
  static void stopListening() throws Exception {
    silent.close();
    acceptor.join();
    for (Socket socket : HELD) {
      socket.close();
    }
  }

  /** Until the listener is closed; the connections end with the JVM. */
  private static void accept() {
    try {
      while (true) {
        HELD.add(silent.accept());
      }
    } catch (IOException e) {
      assertTrue(silent.isClosed());
    }
  }

  private static int port() {
    return silent.getLocalPort();
  }

  /** Runs a shell script in which $R is recvq, $P the silent server's port, $F a folder. */
  private static Result sh(String script) throws Exception {
    return Program.run(environment(), "", List.of("sh", "-c", script));
  }

  private static Running start(String script) throws Exception {
    return Program.start(environment(), List.of("sh", "-c", script));
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("R", Program.recvq().toString());
    environment.put("P", "" + port());
    environment.put("F", folder.toString());
    return environment;
  }

  private static void assertNoDefect(Result result) {
    assertFalse(result.err().contains("defect"), result.toString());
    assertFalse(result.err().contains("Exception"), result.toString());
    assertTrue(result.status() != 4 && result.status() < 126, result.toString());
  }

  static Stream<String> commands() {
    return Stream.of(
        "sockets --json --owners",
        "why $P --for 100ms",
        "decode $F/small.pcap --json --packets",
        "probe 127.0.0.1 1-100,$P",
        "ping -c 1 127.0.0.1",
        "resolve localhost",
        "check $F/check.yaml",
        "doctor",
        "reproduce",
        "fill 127.0.0.1:$P --settle 50ms --json",
        "help",
        "-c 'bytes 1; explain EPIPE'");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aFullDiskIsSaidAndAReaderThatLeftIsNoFailure(String command) throws Exception {
    Result full = sh("exec $R " + command + " > /dev/full");
    assertEquals(3, full.status(), full.toString());
    assertTrue(full.err().contains("cannot write the output: No space left"), full.toString());
    Result left = sh("{ $R " + command + "; echo status $? >&2; } | head -c 1 > /dev/null");
    assertTrue(left.err().matches("status [01]\n"), left.toString());
    Result closed = sh("exec $R " + command + " >&-");
    assertTrue(closed.status() < 2, closed.toString());
    assertEquals("", closed.err());
  }

  @Test
  void closedStandardInputIsNotTheJvmsFirstFile() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Running call = start("exec $R call raw 127.0.0.1:" + server.getLocalPort() + " <&-");
        Socket accepted = server.accept()) {
      accepted.shutdownOutput();
      assertEquals(-1, accepted.getInputStream().read(), "it has nothing to send");
      assertNoDefect(call.awaitEnd());
    }
    Result shell = sh("exec $R <&-");
    assertEquals(new Result(0, "", ""), shell);
    assertEquals(0, sh("exec $R bytes 1 <&- >&- 2>&-").status());
    assertEquals(2, sh("exec $R nonsense <&- >&- 2>&-").status());
  }

  @ParameterizedTest
  @CsvSource({
    "24, sockets --all",
    "24, probe 127.0.0.1 1-100",
    "24, fill 127.0.0.1:$P --settle 50ms",
    "24, decode $F/small.pcap",
    "32, resolve localhost",
    "48, check $F/check.yaml",
    "48, reproduce backpressure",
    "64, sockets --all --owners",
    "64, probe 127.0.0.1 1-2000"
  })
  void tooFewDescriptorsAreNoDefect(int limit, String command) throws Exception {
    Result result = sh("ulimit -n " + limit + "; exec $R " + command);
    assertNoDefect(result);
    if (result.status() == 3) {
      assertTrue(result.err().contains("Too many open files"), result.toString());
    }
  }

  /**
   * How many descriptors a program inherits and the JVM takes differs: so no single limit tells.
   */
  @Test
  void aSweepNamesTheDescriptorsWhateverStepLacksThem() throws Exception {
    for (int limit = 12; limit < 40; limit++) {
      Result result = sh("ulimit -n " + limit + "; exec $R probe 127.0.0.1 1-100");
      if (result.status() != 1) {
        assertEquals(3, result.status(), limit + ": " + result);
        assertTrue(result.err().contains("Too many open files"), limit + ": " + result);
      }
    }
  }

  @Test
  void aLoadWithoutDescriptorsCountsThemAndEnds() throws Exception {
    try (Running server = Program.start(Map.of(), Program.command("serve", "echo", "0"))) {
      String address = server.awaitLine("listening").replaceAll(".* ", "");
      Result result =
          sh("ulimit -n 64; exec $R load echo " + address + " -c 100 --duration 300ms --json");
      assertEquals(1, result.status(), result.toString());
      assertTrue(result.out().contains("EMFILE"), result.toString());
      assertFalse(result.err().contains("Exception"), result.toString());
    }
  }

  @Test
  void aServerWithoutDescriptorsServesWhomItHasAndLaterOthers() throws Exception {
    try (Running server = start("ulimit -n 64; exec $R serve echo 0")) {
      int port = Integer.parseInt(server.awaitLine("listening").replaceAll(".*:", ""));
      Socket[] many = new Socket[80];
      for (int i = 0; i < many.length; i++) {
        many[i] = new Socket(InetAddress.getLoopbackAddress(), port);
      }
      echo(many[0]);
      for (Socket socket : many) {
        socket.close();
      }
      try (Socket later = new Socket(InetAddress.getLoopbackAddress(), port)) {
        echo(later);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sockets",
        "why $P --for 50ms",
        "call echo 127.0.0.1:$P hello",
        "load echo 127.0.0.1:$P -n 5 -c 2",
        "serve echo 0",
        "proxy 0 127.0.0.1:$P",
        "fill 127.0.0.1:$P",
        "reproduce backpressure --no-capture"
      })
  void withoutMemoryForItsBuffersItSaysSoAndWhatHelps(String command) throws Exception {
    Result result =
        sh(
            "RECVQ_JAVA_OPTIONS=-XX:MaxDirectMemorySize=16k; export RECVQ_JAVA_OPTIONS; exec $R "
                + command);
    assertEquals(3, result.status(), result.toString());
    assertTrue(
        result.err().contains("recvq: out of memory: Cannot reserve ")
            && result.err().contains("RECVQ_JAVA_OPTIONS=-XX:MaxDirectMemorySize="),
        result.toString());
  }

  @Test
  void aDecoderNeedsNoDirectMemory() throws Exception {
    Result result =
        sh("RECVQ_JAVA_OPTIONS=-XX:MaxDirectMemorySize=16k exec $R decode $F/small.pcap");
    assertEquals(0, result.status(), result.toString());
  }

  /** Its buffer for reading is there; what a slow reader leaves waiting needs one to be written. */
  @Test
  void aServerOutOfMemoryEndsTheConnectionThatNeedsItAndServesTheOthers() throws Exception {
    String limit = "RECVQ_JAVA_OPTIONS=-XX:MaxDirectMemorySize=260k exec $R serve echo 0 --json";
    try (Running server = start(limit)) {
      int port = portOf(JSON.readTree(server.awaitLine("listening")).get("address").asText());
      try (Socket other = new Socket(InetAddress.getLoopbackAddress(), port)) {
        echo(other);
        boolean cut = false;
        for (int victim = 0; victim < 100 && !cut; victim++) {
          cut = !isEchoedWhole(port);
        }
        assertTrue(cut, "memory was never short");
        assertTrue(server.awaitLine("out of memory").contains("\"closed\""));
        echo(other);
      }
    }
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** Writes until nothing more is taken, then reads; whether all of it came back. */
  private static boolean isEchoedWhole(int port) throws IOException {
    try (SocketChannel victim =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      victim.configureBlocking(false);
      long left = 0;
      ByteBuffer bytes = ByteBuffer.allocate(100_000);
      for (int taken = 1; taken > 0; left += taken) {
        taken = victim.write(bytes.clear());
      }
      victim.configureBlocking(true);
      while (left > 0) {
        int count = victim.read(bytes.clear());
        if (count < 0) {
          return false;
        }
        left -= count;
      }
      return true;
    } catch (java.net.SocketException e) {
      return false;
    }
  }

  private static void echo(Socket socket) throws IOException {
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write('x');
    assertEquals('x', socket.getInputStream().read());
  }

  @ParameterizedTest
  @CsvSource({
    "INT, 130, ping -c 1000 127.0.0.1 --json, reply",
    "TERM, 143, ping -c 1000 127.0.0.1 --json, reply",
    "HUP, 129, ping -c 1000 127.0.0.1 --json, reply",
    "INT, 130, serve echo 0 --json, listening",
    "TERM, 143, serve echo 0 --json, listening",
    "HUP, 129, serve echo 0 --json, listening",
    "INT, 130, sockets --watch --json --all, opened",
    "HUP, 129, sockets --watch --json --all, opened",
    "TERM, 143, check $F/check.yaml --every 100ms --json, check",
    "INT, 130, fill 127.0.0.1:$P --hold --settle 50ms --json, fill",
    "TERM, 143, proxy 0 127.0.0.1:$P --json, listening"
  })
  void aSignalEndsItWithWholeLinesAndItsNumber(
      String signal, int status, String command, String first) throws Exception {
    try (Running running = start("exec $R " + command)) {
      running.awaitLine(first);
      sh("kill -" + signal + " " + running.process().pid());
      Result result = running.awaitEnd();
      assertEquals(status, result.status(), result.toString());
      assertFalse(result.err().contains("Exception"), result.toString());
      for (String line : result.out().lines().toList()) {
        JSON.readTree(line);
      }
      assertTrue(result.out().endsWith("\n"), result.toString());
    }
  }

  @Test
  void afterKillTheSamePortIsBoundAgainAtOnce() throws Exception {
    int port;
    try (Running first = Program.start(Map.of(), Program.command("serve", "echo", "0"))) {
      port = Integer.parseInt(first.awaitLine("listening").replaceAll(".*:", ""));
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        echo(client);
        sh("kill -KILL " + first.process().pid());
        assertEquals(137, first.awaitEnd().status());
        try (Running second =
            Program.start(Map.of(), Program.command("serve", "echo", "" + port))) {
          second.awaitLine("listening");
          try (Socket again = new Socket(InetAddress.getLoopbackAddress(), port)) {
            echo(again);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "check $F/check.yaml --report junit=/mnt/out, cannot write",
    "sockets --json --all > /mnt/out, cannot write the output",
    "decode $F/small.pcap --export /mnt/out, cannot write",
    "decode $F/small.pcap --json --packets > /mnt/out, cannot write the output"
  })
  void aFullDiskBelowAFileIsSaidWithItsName(String command, String message) throws Exception {
    Needs.root();
    Needs.program("unshare");
    Result result =
        sh(
            "exec unshare -m sh -c 'mount -t tmpfs -o size=16k none /mnt"
                + " && head -c 16384 /dev/zero > /mnt/filler; exec $R "
                + command
                + "'");
    assertEquals(3, result.status(), result.toString());
    assertTrue(result.err().contains(message), result.toString());
    assertTrue(result.err().contains("ENOSPC"), result.toString());
  }

  @Test
  void aCaptureFileThatShrinksWhileItIsDecodedIsSaid() throws Exception {
    Path file = folder.resolve("shrinking.pcap");
    capture("shrinking.pcap", 60_000);
    try (Running decode = start("exec $R decode --json --packets $F/shrinking.pcap")) {
      decode.awaitLine("\"number\":50,");
      // The pipe is full and nobody reads it, so the decoder waits in the middle of the file.
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(100_000);
      }
      Result result = decode.awaitEnd();
      assertEquals(3, result.status(), result.err());
      assertTrue(result.err().contains("the file became shorter while it was read"), result.err());
      for (String line : result.out().lines().toList()) {
        JSON.readTree(line);
      }
    }
  }

  @Test
  void anInterfaceThatGoesDuringACaptureIsSaidAndThePacketsAreKept() throws Exception {
    Needs.root();
    Needs.libpcap();
    Needs.program("ip");
    String netns = "recvq-gone-" + ProcessHandle.current().pid();
    sh("ip netns add " + netns);
    try {
      Result made =
          sh(
              ("ip -n $N link add v0 type veth peer name v1 && ip -n $N link set v0 up"
                      + " && ip -n $N link set v1 up")
                  .replace("$N", netns));
      assertEquals(0, made.status(), made.toString());
      String command = "exec ip netns exec " + netns + " $R capture v0 -w $F/gone.pcapng 2>&1";
      try (Running capture = start(command)) {
        capture.awaitLine("capturing on v0");
        sh("ip -n " + netns + " link del v0");
        Result result = capture.awaitEnd();
        assertEquals(3, result.status(), result.toString());
        assertTrue(result.out().contains("cannot capture on v0"), result.toString());
        assertNoDefect(result);
      }
      assertEquals(0, sh("exec $R decode $F/gone.pcapng").status());
    } finally {
      sh("ip netns del " + netns);
    }
  }

  @Test
  void processesThatVanishWhileTheirSocketsAreReadAreNoFailure() throws Exception {
    Needs.program("python3");
    String storm =
        """
        import os, socket
        print("storm", flush=True)
        while True:
            held = [socket.create_server(("127.0.0.1", 0)) for _ in range(5)]
            pid = os.fork()
            if pid == 0:
                os._exit(0)
            os.waitpid(pid, 0)
        """;
    try (Running forks = Program.start(Map.of(), List.of("python3", "-c", storm))) {
      forks.awaitLine("storm");
      for (int i = 0; i < 3; i++) {
        Result result = sh("exec $R sockets --all --owners --json");
        assertEquals(0, result.status(), result.toString());
        for (String line : result.out().lines().toList()) {
          JSON.readTree(line);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "accept, call echo ADDR hello",
    "accept, call app ADDR search morpheus",
    "response, call app ADDR search morpheus",
    "in-response, call app ADDR search morpheus",
    "accept, call http http://ADDR/x -o $F/none",
    "accept, call hello ADDR one",
    "after=3, call echo ADDR hello",
    "accept, load echo ADDR -n 20 -c 2",
    "accept, probe 127.0.0.1 PORT --banner --tls --frame --expect closed"
  })
  void aPeerThatResetsIsAnAnswer(String moment, String command) throws Exception {
    String kind = command.contains(" app ") ? "app" : "echo";
    try (Running server =
        Program.start(
            Map.of(), Program.command("serve", kind, "0", "--effect", "reset@" + moment))) {
      String address = server.awaitLine("listening").replaceAll(".* ", "");
      Result result =
          sh(
              "exec $R "
                  + command
                      .replace("ADDR", address)
                      .replace("PORT", address.replaceAll(".*:", "")));
      assertNoDefect(result);
      assertEquals(1, result.status(), result.toString());
    }
  }

  @Test
  void aNameServerThatDoesNotAnswerIsBoundedByTheDeadline() throws Exception {
    Needs.root();
    Needs.program("unshare");
    Needs.program("ip");
    Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\noptions timeout:30\n");
    Files.writeString(
        folder.resolve("name.yaml"),
        "checks:\n  - name: slow\n    kind: tcp\n    target: name.example:80\n    timeout: 300ms\n");
    Files.writeString(
        folder.resolve("silent_name_server.py"),
        """
        import socket, subprocess, sys
        silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        silent.bind(("127.0.0.1", 53))
        sys.exit(subprocess.run(sys.argv[1:]).returncode)
        """);
    String inside =
        "ip link set lo up; mount --bind $F/resolv.conf /etc/resolv.conf;"
            + " exec python3 $F/silent_name_server.py $R ";
    Result check = sh("exec unshare -n -m sh -c '" + inside + "check $F/name.yaml --deadline 2s'");
    assertEquals(3, check.status(), check.toString());
    assertTrue(check.out().contains("no answer within"), check.toString());
    assertNoDefect(check);
    Result probe =
        sh("exec unshare -n -m sh -c '" + inside + "probe name.example 80 --deadline 1s'");
    assertEquals(3, probe.status(), probe.toString());
    assertTrue(probe.err().contains("no answer within"), probe.toString());
    assertNoDefect(probe);
  }
}

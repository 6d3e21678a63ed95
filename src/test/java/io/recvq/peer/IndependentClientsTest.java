package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.AddressSpec;
import io.recvq.protocol.FrameLimits;
import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every server beside clients that are not recvq: ncat, socat, and Python's standard library. */
@Timeout(120)
class IndependentClientsTest {
  private static final String ACKNOWLEDGED = "[INFO] server has received your messages";

  @TempDir static Path folder = Path.of("");

  @BeforeAll
  static void needTheClients() {
    Needs.program("ncat");
    Needs.program("socat");
    Needs.program("python3");
  }

  /** Runs a shell script in which $P is the port, with this standard input. */
  private static Result sh(int port, String input, String script)
      throws IOException, InterruptedException {
    return Program.run(Map.of("P", "" + port), input, List.of("sh", "-c", script));
  }

  private static Result python(String script, Object... words)
      throws IOException, InterruptedException {
    String[] all = List.of(words).stream().map(String::valueOf).toArray(String[]::new);
    List<String> command = new java.util.ArrayList<>(List.of("python3", "-c", script));
    command.addAll(List.of(all));
    Result result = Program.run(Map.of("PYTHONIOENCODING", "utf-8"), "", command);
    assertEquals("", result.err());
    return result;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ncat 127.0.0.1 $P", "socat -t 60 - TCP4:127.0.0.1:$P"})
  void aMessageIsEchoedAcknowledgedGreetedOrForgotten(String client) throws Exception {
    try (Peers echo = Peers.serve(ServerKind.ECHO)) {
      assertEquals("héllo\n", sh(echo.port, "héllo\n", client).out());
    }
    try (Peers ack = Peers.serve(ServerKind.ACK)) {
      assertEquals(ACKNOWLEDGED, sh(ack.port, "one", client).out().strip());
    }
    try (Peers hello = Peers.serve(ServerKind.HELLO)) {
      assertEquals("Welcome!Hello, Trinity!", sh(hello.port, "Trinity\n", client).out().strip());
    }
    try (Peers discard = Peers.serve(ServerKind.DISCARD)) {
      String much = "x".repeat(300_000);
      assertEquals("", sh(discard.port, much, client).out());
      assertEquals(much.length(), discard.await(PeerEvent.Closed.class).bytesIn());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ncat --recv-only 127.0.0.1 $P", "socat -u TCP4:127.0.0.1:$P - 2>/dev/null"})
  void theCharacterGeneratorSendsTheLinesOfItsRfcForAsLongAsSomebodyReads(String client)
      throws Exception {
    try (Peers server = Peers.serve(ServerKind.CHARGEN)) {
      List<String> lines = sh(server.port, "", client + " | head -n 1000").out().lines().toList();
      assertEquals(1000, lines.size());
      assertEquals(
          " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg",
          lines.get(0));
      for (int i = 0; i + 1 < lines.size(); i++) {
        assertEquals(lines.get(i).substring(1), lines.get(i + 1).substring(0, 71));
      }
      assertTrue(server.await(PeerEvent.Closed.class).bytesOut() >= 74_000);
    }
  }

  private static final String DIALOGUE =
      """
      import socket, sys
      with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=60) as peer:
          def said():
              data = peer.recv(4096)
              print(data.decode() if data else "(end)")
          if sys.argv[2] == "hello":
              said()
          for word in sys.argv[3:]:
              peer.sendall(word.encode())
              said()
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ACK | one|" + ACKNOWLEDGED,
        "HELLO | Michael| Hello, Michael!",
        "HELLO | Zoë 🐰| Hello, Zoë 🐰!"
      })
  void aDialogueOfPythonEndsWithItsLastWord(ServerKind kind, String word, String answer)
      throws Exception {
    try (Peers server = Peers.serve(kind)) {
      String last = kind == ServerKind.ACK ? "q" : "exit";
      Result result = python(DIALOGUE, server.port, kind, word, last);
      String welcome = kind == ServerKind.HELLO ? "Welcome!\n" : "";
      assertEquals(welcome + answer + "\n(end)\n", result.out());
    }
  }

  @Test
  void aSequentialServerTakesTheSecondClientWhenTheFirstHasLeft() throws Exception {
    ServerOptions one =
        new ServerOptions(
            5,
            OptionalInt.of(1),
            Optional.empty(),
            false,
            false,
            SocketSettings.DEFAULT,
            EffectPlan.NONE);
    String script =
        """
        import socket, sys
        address = ("127.0.0.1", int(sys.argv[1]))
        first = socket.create_connection(address, timeout=60)
        second = socket.create_connection(address, timeout=60)
        second.sendall(b"early")
        first.sendall(b"one")
        print("first", len(first.recv(4096)))
        second.settimeout(0.2)
        try:
            print("second", second.recv(4096))
        except TimeoutError:
            print("second waits")
        first.sendall(b"q")
        print("first", first.recv(4096))
        second.settimeout(60)
        print("second", len(second.recv(4096)))
        """;
    try (Peers server = Peers.serve(ServerKind.ACK, one)) {
      assertEquals(
          "first 40\nsecond waits\nfirst b''\nsecond 40\n", python(script, server.port).out());
    }
  }

  @Test
  void aGreetingThatIsLongInComingHoldsUpNobodyElse() throws Exception {
    try (EventLoop loop = EventLoop.start("slow greeter", PeerObserver.NONE)) {
      Listener listener =
          Listener.open(
              loop,
              AddressSpec.parse("127.0.0.1:0"),
              ServerOptions.DEFAULT,
              connection -> new HelloHandler(Duration.ofDays(1)));
      int port = listener.endpoint().orElseThrow().port();
      String script =
          """
          import socket, sys
          address = ("127.0.0.1", int(sys.argv[1]))
          patient = socket.create_connection(address, timeout=60)
          print(patient.recv(100).decode())
          patient.sendall(b"Godot")
          for _ in range(20):
              with socket.create_connection(address, timeout=60) as other:
                  assert other.recv(100) == b"Welcome!"
          patient.setblocking(False)
          try:
              print(patient.recv(100))
          except BlockingIOError:
              print("still waits")
          """;
      assertEquals("Welcome!\nstill waits\n", python(script, port).out());
    }
  }

  @Test
  void threeMembersOfPythonChatAndNoControlCharacterPasses() throws Exception {
    String script =
        """
        import socket, sys
        def member():
            return socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=60).makefile("rw", newline="\\n")
        def say(who, text):
            who.write(text + "\\n")
            who.flush()
        one = member(); print("1", one.readline(), end="")
        two = member(); print("2", two.readline(), end=""); print("1", one.readline(), end="")
        three = member(); print("3", three.readline(), end="")
        print("1", one.readline(), end=""); print("2", two.readline(), end="")
        say(one, "/name neo"); print("1", one.readline(), end="")
        print("2", two.readline(), end=""); print("3", three.readline(), end="")
        say(one, "\\x1b]0;title\\x07hi\\x1b[2J")
        print("2", two.readline(), end=""); print("3", three.readline(), end="")
        say(two, "/quit"); print("2", repr(two.readline()))
        print("1", one.readline(), end=""); print("3", three.readline(), end="")
        """;
    try (Peers server = Peers.serve(ServerKind.CHAT)) {
      assertEquals(
          """
          1 * you are guest1, alone here
          2 * you are guest2, with one other here
          1 * guest2 joined
          3 * you are guest3, with 2 others here
          1 * guest3 joined
          2 * guest3 joined
          1 * you are neo
          2 * guest1 is now neo
          3 * guest1 is now neo
          2 neo: ]0;titlehi[2J
          3 neo: ]0;titlehi[2J
          2 ''
          1 * guest2 left
          3 * guest2 left
          """,
          python(script, server.port).out());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ECHO | hello | hello",
        "ACK | hello | " + ACKNOWLEDGED,
        "HELLO | Sarah | Welcome!Hello, Sarah!",
        "CHAT | /who | * you are guest1, alone here* guest1",
        "DISCARD | hello | ''"
      })
  void theSameProgramsServeOnAUnixSocket(ServerKind kind, String said, String answer)
      throws Exception {
    Path path = folder.resolve(kind + ".sock");
    try (EventLoop loop = EventLoop.start("unix", PeerObserver.NONE)) {
      Listener.open(
          loop,
          AddressSpec.parse("unix:" + path),
          ServerOptions.DEFAULT,
          kind.handlers(FrameLimits.DEFAULT, false));
      Map<String, String> where = Map.of("S", path.toString());
      for (String client : List.of("socat -t 60 - UNIX-CONNECT:$S", "ncat -U $S")) {
        Result result = Program.run(where, said, List.of("sh", "-c", client));
        String once = result.out().replace("\n", "").replace("guest2", "guest1");
        assertEquals(answer, once, result.err());
      }
    }
    assertFalse(Files.exists(path), "a server that ends takes its path with it");
  }

  @Test
  void theApplicationServerAnswersSocatOnAUnixSocketWithTheSameBytes() throws Exception {
    byte[] good;
    try (Peers server = Peers.serve(ServerKind.APP);
        Socket socket = server.connect()) {
      socket.getOutputStream().write(Peers.request());
      good = Peers.readToEnd(socket).bytes();
    }
    Path path = folder.resolve("application.sock");
    Path request = Files.write(folder.resolve("request"), Peers.request());
    Path answer = folder.resolve("answer");
    try (EventLoop loop = EventLoop.start("unix", PeerObserver.NONE)) {
      Listener.open(
          loop,
          AddressSpec.parse("unix:" + path),
          ServerOptions.DEFAULT,
          ServerKind.APP.handlers(FrameLimits.DEFAULT, false));
      String client = "socat -t 60 - UNIX-CONNECT:" + path + " <" + request + " >" + answer;
      assertEquals("", Program.run(Map.of(), "", List.of("sh", "-c", client)).err());
    }
    assertArrayEquals(good, Files.readAllBytes(answer));
  }
}

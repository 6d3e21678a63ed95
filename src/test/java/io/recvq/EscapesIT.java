package io.recvq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import io.recvq.testing.Program.Running;
import io.recvq.testing.TcpScript;
import io.recvq.testing.Tmux;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that a peer, a process, a file or a command line says makes a terminal do anything: no
 * control character but ends of lines and tabs reaches the output, wherever foreign text comes
 * from.
 */
@Tag("once")
class EscapesIT {
  /** Sets a colour, a title and the cursor, rings, and turns the direction of text. */
  private static final String EVIL = "\u001b[31m\u001b]0;owned\u0007\u009b2J\u202e";

  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path made) {
    folder = made;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("R", Program.recvq().toString());
    environment.put("F", folder.toString());
    environment.put("E", EVIL);
    // As on a terminal, where the command itself writes colours.
    environment.put("LC_ALL", "C.UTF-8");
    return environment;
  }

  private Result sh(String script) throws Exception {
    return Program.run(environment(), "", List.of("sh", "-c", script));
  }

  private static void assertHarmless(Result result) {
    for (String text : List.of(result.out(), result.err())) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
        assertFalse(control || c == '\u202e', "U+" + Integer.toHexString(c) + " in " + text);
      }
    }
    assertFalse(result.err().contains("defect"), result.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"$E\"",
        "resolve \"$E\"",
        "sockets \"$E\"",
        "sockets \"--$E\"",
        "sockets --netns \"$E\"",
        "decode \"$F/$E\"",
        "check \"$F/$E\"",
        "probe 127.0.0.1 \"$E\"",
        "serve echo \"unix:$F/none/$E\"",
        "serve echo 0 --effect \"$E\"",
        "capture \"$E\"",
        "-c \"$E\"",
        "explain \"$E\" --debug",
        "decode --where \"$E\" /dev/null --debug"
      })
  void wordsOfACommandLineAreHarmlessInMessages(String command) throws Exception {
    Result result = sh("exec $R " + command);
    assertHarmless(result);
    assertTrue(result.status() > 0, result.toString());
    assertTrue(result.err().contains("\\x1b"), result.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checks:\n  - name: \"EVIL\"\n    kind: tcp\n    target: 127.0.0.1:1\n",
        "checks:\n  - name: a\n    kind: dns\n    target: \"EVIL\"\n",
        "checks:\n  - name: a\n    kind: \"EVIL\"\n",
        "\"EVIL\": 1\n"
      })
  void stringsOfACheckFileAreHarmlessInEachReport(String yaml) throws Exception {
    Files.writeString(folder.resolve("c.yaml"), yaml.replace("EVIL", "\\e[31m\\a\\x9b2J\\u202e"));
    for (String report : List.of("text", "tap", "junit", "github", "openmetrics")) {
      assertHarmless(sh("exec $R check $F/c.yaml --report " + report));
    }
  }

  @Test
  void namesOfProcessesAndOfUnixSocketsAreHarmless() throws Exception {
    Needs.program("python3");
    String script =
        """
        import ctypes, os, socket, sys
        ctypes.CDLL(None).prctl(15, b"p\\x1b[31m\\x07\\x9b2J")
        unix = socket.socket(socket.AF_UNIX)
        unix.bind(os.environ["F"] + "/u" + os.environ["E"])
        unix.listen()
        s = socket.create_server(("127.0.0.1", 0))
        c = socket.create_connection(s.getsockname())
        c.send(b"x" * 5000)
        print("port", s.getsockname()[1], flush=True)
        sys.stdin.read()
        """;
    try (Running python = Program.start(environment(), List.of("python3", "-c", script))) {
      String port = python.awaitLine("port").split(" ")[1];
      Result owners = sh("exec $R sockets --owners port " + port);
      assertHarmless(owners);
      assertTrue(owners.out().contains("/p\\x1b[31m"), owners.out());
      Result unix = sh("exec $R sockets --unix --owners");
      assertHarmless(unix);
      assertTrue(unix.out().contains("/u\\x1b[31m"), unix.out());
      for (String command :
          List.of(
              "sockets --all --group process",
              "sockets --pairs --owners port " + port,
              "sockets --unix --json",
              "why " + port + " --for 50ms",
              "check --init")) {
        assertHarmless(sh("exec $R " + command));
      }
    }
  }

  private static final String PEER =
      """
      import os, socket, sys, threading
      evil = os.environ["E"].encode()
      def talk(c):
          c.settimeout(0.3)
          try:
              if sys.argv[1] == "banner":
                  c.sendall(b"220 " + evil + b"\\r\\n")
              c.recv(4000)
              if sys.argv[1] == "http":
                  c.sendall(b"HTTP/1.1 302 " + evil + b"\\r\\nLocation: " + evil
                            + b"\\r\\nContent-Type: " + evil + b"\\r\\nContent-Length: 0\\r\\n\\r\\n")
              if sys.argv[1] == "app":
                  j = (b'{"byteorder":"little","content-type":"text/json\\\\u001b[31m",'
                       b'"content-encoding":"utf-8","content-length":4,"k\\\\u001b[3m":"\\\\u009b"}')
                  c.sendall(len(j).to_bytes(2, "big") + j + b"\\x1b[3m")
              c.recv(4000)
          except OSError:
              pass
          c.close()
      s = socket.create_server(("127.0.0.1", 0))
      print("port", s.getsockname()[1], flush=True)
      while True:
          threading.Thread(target=talk, args=(s.accept()[0],), daemon=True).start()
      """;

  private Running peer(String kind) throws Exception {
    Needs.program("python3");
    return Program.start(environment(), List.of("python3", "-c", PEER, kind));
  }

  @Test
  void bannersResponsesAndHeadersOfPeersAreHarmless() throws Exception {
    Map<String, List<String>> commands = new HashMap<>();
    commands.put(
        "banner",
        List.of(
            "probe 127.0.0.1 PORT --banner",
            "probe 127.0.0.1 PORT --banner --json",
            "call app 127.0.0.1:PORT search x",
            "call http http://127.0.0.1:PORT/"));
    commands.put("http", List.of("call http http://127.0.0.1:PORT/x"));
    commands.put(
        "app", List.of("call app 127.0.0.1:PORT search x", "probe 127.0.0.1 PORT --frame"));
    for (Map.Entry<String, List<String>> kind : commands.entrySet()) {
      try (Running peer = peer(kind.getKey())) {
        String port = peer.awaitLine("port").split(" ")[1];
        for (String command : kind.getValue()) {
          assertHarmless(sh("cd $F; exec $R " + command.replace("PORT", port)));
        }
      }
    }
  }

  @Test
  void namesInCertificatesAreHarmless() throws Exception {
    Needs.program("openssl");
    Result made =
        sh(
            "cd $F && openssl req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -days 9"
                + " -utf8 -subj \"/CN=$E\" -addext \"subjectAltName=DNS:x$E\"");
    assertEquals(0, made.status(), made.toString());
    String script =
        "cd $F && exec python3 -c 'import socket,ssl\n"
            + "x = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); x.load_cert_chain(\"c.pem\",\"k.pem\")\n"
            + "s = socket.create_server((\"127.0.0.1\", 0)); print(\"port\", s.getsockname()[1],"
            + " flush=True)\n"
            + "while True:\n"
            + "  try: x.wrap_socket(s.accept()[0], server_side=True).recv(9)\n"
            + "  except OSError: pass'";
    try (Running server = Program.start(environment(), List.of("sh", "-c", script))) {
      String port = server.awaitLine("port").split(" ")[1];
      Result probe = sh("exec $R probe 127.0.0.1 " + port + " --tls");
      assertHarmless(probe);
      assertTrue(probe.out().contains("CN=\\x1b[31m"), probe.out());
    }
  }

  @Test
  void contentOfACaptureIsHarmless() throws Exception {
    byte[] evil = EVIL.getBytes(StandardCharsets.UTF_8);
    TcpScript script = new TcpScript().open().client(evil).server(evil).close();
    script.save(folder.resolve("c.pcapng"));
    for (String view :
        List.of("", "--packets", "--ladder", "--follow 0", "--port 65432", "--streams")) {
      assertHarmless(sh("exec $R decode $F/c.pcapng " + view));
    }
  }

  @Test
  void aTerminalShowsThemAndObeysNoneOfThem() throws Exception {
    Needs.program("tmux");
    try (Running peer = peer("banner")) {
      String port = peer.awaitLine("port").split(" ")[1];
      Tmux tmux = new Tmux(folder);
      try {
        String probe = Program.recvq() + " probe 127.0.0.1 " + port + " --banner";
        tmux.startProgram(150, 40, probe + "; echo end of it; exec sleep 600");
        String screen = tmux.see("end of it");
        assertTrue(screen.contains("220 \\x1b[31m\\x1b]0;owned\\x07\\u009b2J\\u202e"), screen);
        String colours = tmux.screenWithColours();
        assertFalse(colours.contains("\u001b[31m"), colours);
        String title = tmux.display("#{pane_title}");
        assertFalse(title.contains("owned"), title);
      } finally {
        tmux.close();
      }
    }
  }
}

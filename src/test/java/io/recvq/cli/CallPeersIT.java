package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import io.recvq.testing.Program.Running;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every client beside servers that are not recvq, and curl through the proxy. */
@Tag("once")
@Timeout(300)
class CallPeersIT {
  @TempDir static Path folder = Path.of("");

  @BeforeAll
  static void needTheServers() {
    Needs.program("python3");
    Needs.program("socat");
    Needs.program("ncat");
    Needs.program("curl");
  }

  /**
   * A server of Python's: prints its port, accepts once into {@code peer}, runs this body; what it
   * prints is seen by the test.
   */
  private static Running server(String body) throws IOException {
    String script =
        """
        import socket
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        peer, _ = listener.accept()
        peer.settimeout(60)
        def all_of_it():
            data = b""
            while piece := peer.recv(4096):
                data += piece
            return data
        """;
    return Program.start(Map.of(), List.of("python3", "-c", script + body));
  }

  private static Result recvq(String input, String... words) throws Exception {
    return Program.run(Map.of(), input, Program.command(words));
  }

  @Test
  void theGreetingClientAsksOneAfterTheOtherAndSaysExit() throws Exception {
    String body =
        """
        peer.sendall(b"Welcome!")
        while (name := peer.recv(1024)) not in (b"exit", b""):
            print("asked", name.decode(), flush=True)
            peer.sendall(b"Hello, " + name + b"!")
        print("exit", flush=True)
        """;
    try (Running server = server(body)) {
      Result call = Program.recvq("call", "hello", server.awaitLine(""));
      assertEquals(
          "Welcome!\nHello, Michael!\nHello, Tracy!\nHello, Sarah!\n", call.out(), call.err());
      assertEquals(0, call.status());
      assertTrue(server.awaitEnd().out().endsWith("asked Tracy\nasked Sarah\nexit\n"));
    }
  }

  @Test
  void theAcknowledgeClientSendsItsLinesButNoEmptyOne() throws Exception {
    String body =
        """
        while (message := peer.recv(1024)) not in (b"q", b""):
            print("came", message.decode(), flush=True)
            peer.sendall(b"[INFO] server has received your messages")
        """;
    try (Running server = server(body)) {
      Result call = recvq("one\n\ntwo\nq\n", "call", "ack", server.awaitLine(""));
      assertEquals("[INFO] server has received your messages\n".repeat(2), call.out(), call.err());
      assertEquals("recvq: Not allowed to send empty msg!\n", call.err());
      assertTrue(server.awaitEnd().out().endsWith("came one\ncame two\n"));
    }
  }

  @Test
  void theChatClientShowsLinesButNotWhatATerminalWouldObey() throws Exception {
    String body =
        """
        peer.sendall(b"* you are one\\nmallory: \\x1b[31mred\\n")
        print("said", peer.makefile().readline().strip(), flush=True)
        """;
    try (Running server = server(body)) {
      Result call = recvq("hello all\n", "call", "chat", server.awaitLine(""));
      assertEquals("* you are one\nmallory: \\x1b[31mred\n", call.out(), call.err());
      assertTrue(server.awaitEnd().out().endsWith("said hello all\n"));
    }
  }

  @Test
  void theRawClientTalksLineByLineHalfClosesAtTheEndOfInputAndReadsOn() throws Exception {
    String body =
        """
        for line in peer.makefile("rb"):
            peer.sendall(b"you said " + line)
        peer.sendall(b"bye\\n")
        """;
    try (Running server = server(body);
        Running call =
            Program.start(Map.of(), Program.command("call", "raw", server.awaitLine("")))) {
      OutputStream typed = call.process().getOutputStream();
      for (String line : List.of("one", "two")) {
        typed.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        typed.flush();
        assertEquals("you said " + line, call.awaitLine("you said"));
      }
      typed.close();
      assertEquals("bye", call.awaitLine("bye"));
      assertEquals(0, call.awaitEnd().status());
    }
  }

  @Test
  void theRawClientDumpsInHexWhatSocatSends() throws Exception {
    Path path = folder.resolve("hex.sock");
    String serve =
        "printf 'one\\001\\002\\003 sixteen and more' | socat -d -d - UNIX-LISTEN:"
            + path
            + " 2>&1";
    try (Running server = Program.start(Map.of(), List.of("sh", "-c", serve))) {
      server.awaitLine("listening on");
      Result call = recvq("", "call", "raw", "unix:" + path, "--hex");
      assertEquals(
          """
          00000000  6f 6e 65 01 02 03 20 73 69 78 74 65 65 6e 20 61  one... sixteen a
          00000010  6e 64 20 6d 6f 72 65                             nd more
          """,
          call.out(),
          call.err());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.0 200 OK\\r\\n\\r\\nto the end', 0, to the end",
    "'HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\n\\r\\nyes', 0, yes",
    "'HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nyes\\r\\n2;x=1\\r\\n!!\\r\\n0\\r\\n\\r\\n', 0, yes!!",
    "'HTTP/1.1 404 Not Found\\r\\nContent-Length: 4\\r\\n\\r\\nnone', 1, none",
    "'HTTP/1.1 302 Found\\r\\nLocation: /elsewhere\\r\\nContent-Length: 4\\r\\n\\r\\nmove', 0, move",
  })
  void theHttpClientUnderstandsEachEndOfABody(String response, int status, String body)
      throws Exception {
    String answer =
        """
        print(peer.recv(4096).decode().split("\\r\\n")[0], flush=True)
        peer.sendall(b"RESPONSE")
        peer.close()
        """;
    Path file = folder.resolve("body-" + body.hashCode());
    try (Running server = server(answer.replace("RESPONSE", response))) {
      String url = "http://127.0.0.1:" + server.awaitLine("") + "/a/b?c=d";
      Result call = Program.recvq("call", "http", url, "-o", file.toString());
      assertEquals(status, call.status(), call.toString());
      assertEquals("GET /a/b?c=d HTTP/1.1", server.awaitLine("GET"));
      assertTrue(call.out().startsWith(response.substring(0, 12)), call.out());
      assertEquals(body, Files.readString(file));
      assertEquals(
          response.contains("Location"), call.err().contains("not followed, to /elsewhere"));
    }
  }

  @Test
  void curlFetchesThroughTheProxyWhatPythonServes() throws Exception {
    String text = "0123456789abcdef\n".repeat(50_000);
    Files.writeString(folder.resolve("large.txt"), text);
    String serve =
        "import http.server, sys; h = http.server;"
            + " s = h.ThreadingHTTPServer(('127.0.0.1', 0), h.SimpleHTTPRequestHandler);"
            + " print(s.server_address[1], flush=True); s.serve_forever()";
    List<String> python = List.of("sh", "-c", "cd " + folder + " && exec python3 -c \"$0\"", serve);
    try (Running web = Program.start(Map.of(), python);
        Running proxy =
            Program.start(Map.of(), Program.command("proxy", "0", web.awaitLine(""), "--quiet"))) {
      String address = proxy.awaitLine("listening on ").replace("listening on ", "");
      String url = "http://" + address + "/large.txt";
      for (String half : List.of("-sS", "-sS --http1.0")) {
        String curl = "exec curl " + half + " " + url;
        Result result = Program.run(Map.of(), "", List.of("sh", "-c", curl));
        assertEquals("", result.err());
        assertEquals(text, result.out());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "socat -d -d TCP4-LISTEN:0,bind=127.0.0.1 PIPE | 127.0.0.1:",
        "socat -d -d UNIX-LISTEN:$S PIPE | unix:",
        "ncat -v -l -U $S -e /bin/cat | unix:"
      })
  void theEchoClientIsEchoedByOthers(String serve, String where) throws Exception {
    Path path = folder.resolve("echo" + serve.hashCode());
    List<String> command = List.of("sh", "-c", "exec " + serve + " 2>&1");
    try (Running server = Program.start(Map.of("S", path.toString()), command)) {
      String line = server.awaitLine("istening on");
      String address = where + (where.equals("unix:") ? path : line.replaceAll(".*:", "").strip());
      Result call = Program.recvq("call", "echo", address, "h\u00e9llo", "w\u00f6rld");
      assertEquals(0, call.status(), line + call);
      assertEquals("h\u00e9llow\u00f6rld", call.out().replace("\n", ""));
    }
  }

  @Test
  void inJsonWhatCameBackIsAnAnswerWithItsText() throws Exception {
    try (Running server = server("peer.sendall(all_of_it())\n")) {
      // Two pieces, one of which ends inside a letter, are one text.
      Result call = recvq("h\u00e9llo", "call", "raw", server.awaitLine(""), "--json");
      assertTrue(call.out().contains("\"type\":\"answer\",\"length\":6"), call.toString());
      assertTrue(call.out().contains("\"text\":\"h\u00e9llo\""), call.out());
    }
    String echo =
        """
        peer.sendall(peer.recv(2))
        while piece := peer.recv(4096): peer.sendall(piece)
        """;
    try (Running server = server(echo)) {
      Result call = recvq("", "call", "echo", server.awaitLine(""), "h\u00e9", "llo", "--json");
      assertEquals(0, call.status(), call.toString());
      String answer = "{\"type\":\"answer\",\"stream\":1,\"length\":6,\"text\":\"h\u00e9llo\"}";
      assertTrue(call.out().lines().toList().contains(answer), call.out());
    }
  }

  @Test
  void anEndNamesTheServerAndAnAlertOfTlsSaysThatItSpeaksTls() throws Exception {
    try (Running server = server("peer.recv(1)\npeer.close()\n")) {
      String port = server.awaitLine("");
      Result call = recvq("", "call", "echo", port, "hi");
      assertEquals(1, call.status());
      assertTrue(call.err().startsWith("recvq: 127.0.0.1:" + port + ": 0 of 2 "), call.err());
    }
    // A fatal alert, unexpected_message, as OpenSSL answers what is no TLS.
    String alert =
        """
        peer.recv(1)
        peer.sendall(bytes.fromhex("1503030002020a"))
        peer.shutdown(socket.SHUT_WR)
        all_of_it()
        """;
    try (Running server = server(alert)) {
      String port = server.awaitLine("");
      Result call = recvq("", "call", "app", port, "search", "ring");
      assertEquals(1, call.status());
      String said =
          "recvq: the response of 127.0.0.1:"
              + port
              + " is no frame but an alert of TLS: the server speaks TLS; add --tls\n";
      assertEquals(said, call.err());
    }
  }

  @Test
  void aBodyForStandardOutputIsAllThatIsThere() throws Exception {
    String answer =
        """
        peer.recv(4096)
        peer.sendall(b'HTTP/1.1 200 OK\\r\\nContent-Length: 11\\r\\n\\r\\n{"up":true}')
        peer.close()
        """;
    try (Running server = server(answer)) {
      Result call = recvq("", "call", "http", server.awaitLine("") + "/state", "-o", "-");
      assertEquals("{\"up\":true}", call.out().strip(), call.toString());
      assertTrue(call.err().startsWith("HTTP/1.1 200 OK\n"), call.err());
      assertEquals(0, call.status());
    }
    Result both = recvq("", "call", "http", "1", "-o", "-", "--json");
    assertEquals(2, both.status(), both.toString());
  }
}

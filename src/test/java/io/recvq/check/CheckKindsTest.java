package io.recvq.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.recvq.protocol.AppAnswers;
import io.recvq.protocol.FrameEncoder;
import io.recvq.testing.ClosedPort;
import io.recvq.testing.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of check against something real, once as it should be and once not. */
class CheckKindsTest {
  private static CheckResult run(String fields) throws Exception {
    String file = "defaults: {timeout: 30s}\nchecks:\n  - {" + fields + "}\n";
    CheckPlan plan = CheckReader.read(file, "checks.yaml", Map.of());
    return new CheckRunner(1, result -> {})
        .run(plan.checks(), System.nanoTime() + TimeUnit.MINUTES.toNanos(2))
        .get(0);
  }

  private static void check(CheckStatus expected, String message, String fields) throws Exception {
    CheckResult result = run(fields);
    assertEquals(expected, result.status(), fields + ": " + result.message());
    assertTrue(result.message().contains(message), fields + ": " + result.message());
  }

  /** What a server does with a connection. */
  private interface Handler {
    void handle(Socket socket) throws IOException;
  }

  /** A server that handles one connection after the other until it is closed. */
  private static final class Server implements AutoCloseable {
    private final ServerSocket socket;
    private final Thread thread;

    Server(ServerSocket socket, Handler handler) {
      this.socket = socket;
      this.thread = new Thread(() -> serve(handler), "test-server");
      thread.start();
    }

    static Server start(Handler handler) throws IOException {
      return new Server(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), handler);
    }

    private void serve(Handler handler) {
      while (!socket.isClosed()) {
        try (Socket peer = socket.accept()) {
          handler.handle(peer);
        } catch (IOException e) {
          // The peer went, and the next connection is waited for, or the test has ended.
          if (socket.isClosed()) {
            return;
          }
        }
      }
    }

    String at() {
      return "127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException, InterruptedException {
      socket.close();
      thread.join();
    }
  }

  private final ClosedPort closed = new ClosedPort();

  @AfterEach
  void letThePortGo() throws IOException {
    closed.close();
  }

  @Test
  void tcp() throws Exception {
    try (Server server =
        Server.start(
            peer ->
                peer.getOutputStream()
                    .write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII)))) {
      String target = "kind: tcp, target: '" + server.at() + "'";
      check(CheckStatus.PASS, "is open (syn-ack)", target);
      check(CheckStatus.PASS, "says 220 ready", target + ", banner: '^220'");
      check(CheckStatus.FAIL, "says 220 ready", target + ", banner: '^SSH'");
      check(CheckStatus.FAIL, "is open", target + ", state: closed");
      check(CheckStatus.FAIL, "not below", target + ", latency-below: 1us");
      check(CheckStatus.FAIL, "which should not be", target + ", not: true");
    }
    check(CheckStatus.PASS, "is closed", "kind: tcp, target: '" + closed + "', state: closed");
    check(CheckStatus.PASS, "as it should", "kind: tcp, target: '" + closed + "', not: true");
    check(CheckStatus.ERROR, "cannot look up", "kind: tcp, target: 'no.such.name.invalid:80'");
  }

  @Test
  void frame() throws Exception {
    byte[] answer = FrameEncoder.NATIVE.json(Map.of("result", "Follow the white rabbit."));
    byte[] request = AppAnswers.request(FrameEncoder.NATIVE, "search", "morpheus");
    try (Server server =
        Server.start(
            peer -> {
              peer.getInputStream().readNBytes(request.length);
              peer.getOutputStream().write(answer);
            })) {
      String target =
          "kind: frame, target: '" + server.at() + "', request: {value: morpheus}, expect: ";
      check(CheckStatus.PASS, "rabbit", target + "[{pointer: /result, matches: white}]");
      check(
          CheckStatus.PASS,
          "rabbit",
          target + "[{in: header, pointer: /content-type, equals: text/json}]");
      check(CheckStatus.FAIL, "content /result is", target + "[{pointer: /result, equals: no}]");
      check(
          CheckStatus.FAIL, "content /none is missing", target + "[{pointer: /none, matches: ''}]");
    }
    try (Server silent = Server.start(peer -> peer.getInputStream().read())) {
      check(
          CheckStatus.FAIL,
          "closed without an answer",
          "kind: frame, target: '" + silent.at() + "'");
    }
    try (Server other =
        Server.start(
            peer -> {
              peer.getInputStream().read();
              peer.getOutputStream().write("\0\6{nope}".getBytes(StandardCharsets.US_ASCII));
            })) {
      check(CheckStatus.FAIL, "bad-json", "kind: frame, target: '" + other.at() + "'");
    }
    check(CheckStatus.FAIL, "ECONNREFUSED 111", "kind: frame, target: '" + closed + "'");
  }

  @Test
  void bytes() throws Exception {
    try (Server echo =
        Server.start(peer -> peer.getInputStream().transferTo(peer.getOutputStream()))) {
      String target = "kind: bytes, target: '" + echo.at() + "', steps: ";
      check(
          CheckStatus.PASS,
          "6 steps",
          target
              + "[{send: \"h\\u00e9llo\"}, {expect: \"\\u00e9l\"}, {send-hex: 00 ff}, {expect-hex: 00ff},"
              + " {half-close: true}, {expect-close: true}]");
      check(
          CheckStatus.FAIL,
          "step 3: not there: the stream ended, received abc",
          target + "[{send: abc}, {half-close: true}, {matches: '^x'}]");
      check(
          CheckStatus.FAIL,
          "received abc before the end",
          target + "[{send: abc}, {half-close: true}, {expect-close: true}]");
    }
  }

  @Test
  void http() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "<html>hello".getBytes(StandardCharsets.US_ASCII);
          boolean home = exchange.getRequestURI().getPath().equals("/");
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(home ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String target = "kind: http, target: 'http://127.0.0.1:" + server.getAddress().getPort() + "/";
    check(CheckStatus.PASS, "status 200", target + "', body: hello, headers: {content-type: html}");
    check(CheckStatus.FAIL, "does not match", target + "', body: bye");
    check(CheckStatus.FAIL, "header x is missing", target + "', headers: {x: y}");
    check(CheckStatus.FAIL, "status 404", target + "none'");
    check(CheckStatus.PASS, "status 404", target + "none', status: [404, 410]");
    server.stop(0);
    check(CheckStatus.FAIL, "Connection refused", target + "'");
  }

  /** RFC 3986, 2.1: a request has bytes of ASCII only. */
  @Test
  void aUrlThatIsNotAsciiIsAskedForByPercentSigns() throws Exception {
    AtomicReference<String> asked = new AtomicReference<>("");
    try (Server server =
        Server.start(
            peer -> {
              BufferedReader in =
                  new BufferedReader(
                      new InputStreamReader(peer.getInputStream(), StandardCharsets.ISO_8859_1));
              asked.set(in.readLine());
              while (!in.readLine().isEmpty()) {
                // The header is of no interest here.
              }
              peer.getOutputStream()
                  .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            })) {
      check(
          CheckStatus.PASS,
          "status 204",
          "kind: http, target: 'http://" + server.at() + "/grün?q=例', status: 204");
    }
    assertEquals("GET /gr%C3%BCn?q=%E4%BE%8B HTTP/1.1", asked.get());
  }

  @Test
  void tls(@TempDir Path folder) throws Exception {
    Needs.program("keytool");
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    "keytool",
                    "-genkeypair",
                    "-alias",
                    "k",
                    "-keyalg",
                    "EC",
                    "-startdate",
                    "-1H",
                    "-validity",
                    "20",
                    "-dname",
                    "CN=test",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    "secret"))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, keytool.waitFor(), said);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "secret".toCharArray());
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(keys, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    ServerSocket socket =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    try (Server server = new Server(socket, peer -> peer.getInputStream().read())) {
      String target = "kind: tls, target: '" + server.at() + "'";
      check(CheckStatus.PASS, "CN=test, 19 days left", target);
      check(
          CheckStatus.PASS,
          "TLSv1.3",
          target + ", days-left: 19, names: [localhost], version: TLSv1.3");
      check(CheckStatus.FAIL, "only 19 days left", target + ", days-left: 30");
      check(CheckStatus.FAIL, "no name a.example", target + ", names: a.example");
      check(CheckStatus.FAIL, "not trusted: it is self-signed", target + ", trusted: true");
      check(CheckStatus.PASS, "CN=test", target + ", trusted: false");
    }
    try (Server plain = Server.start(peer -> peer.getOutputStream().write('x'))) {
      check(CheckStatus.FAIL, "no TLS", "kind: tls, target: '" + plain.at() + "'");
    }
  }

  @Test
  void dns() throws Exception {
    check(CheckStatus.PASS, "127.0.0.1", "kind: dns, target: localhost, addresses: 127.0.0.1");
    check(CheckStatus.FAIL, "127.0.0.1", "kind: dns, target: 127.0.0.1, addresses: 127.0.0.2");
    check(CheckStatus.FAIL, "cannot look up", "kind: dns, target: no.such.name.invalid");
  }

  @Test
  void ping() throws Exception {
    try (Server server = Server.start(peer -> {})) {
      String port = server.at().substring("127.0.0.1:".length());
      String target = "kind: ping, target: 127.0.0.1, interval: 1ms, tcp: " + port;
      check(CheckStatus.PASS, "3 of 3 replies", target + ", loss-below: 1");
      check(CheckStatus.FAIL, "3 of 3 replies", target + ", loss-below: 0");
      check(CheckStatus.FAIL, "3 of 3 replies", target + ", latency-below: 0.001us");
    }
  }

  @Test
  void socket() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String target = "kind: socket, target: " + listener.getLocalPort();
      check(CheckStatus.PASS, "as expected", target + ", recv-q-below: 1, close-wait-growth: 0");
      check(CheckStatus.PASS, "as expected", target + ", process: java");
      check(CheckStatus.FAIL, "held by [java", target + ", process: nginx");
      try (Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
        assertTrue(client.isConnected());
        check(CheckStatus.FAIL, "Recv-Q of 127.0.0.1", target + ", recv-q-below: 1");
      }
    }
    check(CheckStatus.FAIL, "nothing listens", "kind: socket, target: '" + closed + "'");
  }

  @Test
  void aCheckThatCannotBeMadeIsAnErrorAlsoNegated() throws Exception {
    check(CheckStatus.ERROR, "ENOENT 2", "kind: capture, target: /no/such/file, not: true");
  }

  @Test
  void retriesEndWithTheFirstPass() throws Exception {
    int[] connections = {0};
    try (Server server =
        Server.start(
            peer -> {
              connections[0]++;
              peer.getOutputStream().write(connections[0]);
            })) {
      CheckResult result =
          run(
              "kind: bytes, target: '"
                  + server.at()
                  + "', steps: [{expect-hex: '03'}], retries: 5, backoff: 1ms");
      assertEquals(CheckStatus.PASS, result.status(), result.message());
      assertEquals(3, result.attempts());
    }
  }

  @Test
  void resultsComeInTheOrderOfTheFileWhateverEndsFirst() throws Exception {
    try (Server slow = Server.start(peer -> peer.getInputStream().read())) {
      String file =
          """
          checks:
            - {kind: bytes, target: "%s", steps: [{expect: never}], timeout: 300ms, name: slow}
            - {kind: dns, target: 127.0.0.1, name: quick}
          """
              .formatted(slow.at());
      CheckPlan plan = CheckReader.read(file, "checks.yaml", Map.of());
      List<String> told = new java.util.ArrayList<>();
      new CheckRunner(2, result -> told.add(result.spec().name() + " " + result.status()))
          .run(plan.checks(), System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
      assertEquals(List.of("slow fail", "quick pass"), told);
    }
  }
}

package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import io.recvq.testing.Program.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs each row of the README's table of commands that people know, against live peers. */
@Tag("once")
class DailyCommandsIT {
  private static final Pattern ROW = Pattern.compile("^\\| `[^|]+ \\| `recvq ([^`]+)` \\|.*");

  @TempDir static Path folder = Path.of("");

  private static Running server;
  private static HttpServer web;
  private static String port = "";

  @BeforeAll
  static void startThePeers() throws IOException, InterruptedException {
    Needs.root();
    Needs.libpcap();
    Needs.program("python3");
    server = Program.start(Map.of(), Program.command("serve", "app", "127.0.0.1:0", "--quiet"));
    String line = server.awaitLine("listening on ");
    port = line.substring(line.lastIndexOf(':') + 1).strip();
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    web.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 3);
          exchange.getResponseBody().write(new byte[] {'y', 'e', 's'});
          exchange.close();
        });
    web.start();
    Path maker = Path.of(System.getProperty("recvq.basedir"), "bench/make_capture.py");
    String capture = folder.resolve("f.pcap").toString();
    Result made = Program.run(Map.of(), "", List.of("python3", maker.toString(), capture, "2000"));
    assertEquals(0, made.status(), made.err());
  }

  @AfterAll
  static void stopThePeers() {
    if (server != null) {
      server.close();
    }
    if (web != null) {
      web.stop(0);
    }
  }

  @TestFactory
  Stream<DynamicTest> eachRowWorks() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Path readme = Path.of(System.getProperty("recvq.basedir"), "README.md");
    for (String line : Files.readAllLines(readme)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        tests.add(DynamicTest.dynamicTest(row.group(1), () -> works(words(row.group(1)))));
      }
    }
    assertTrue(tests.size() >= 20, "the pattern no longer finds the rows");
    return tests.stream();
  }

  /** The row's words with this test's names and ports. */
  private static List<String> words(String command) {
    boolean serves = command.startsWith("serve") || command.startsWith("proxy");
    List<String> words = new ArrayList<>();
    for (String word : command.split(" ")) {
      words.add(
          word.replace("host", "127.0.0.1")
              .replace("8000", Integer.toString(web.getAddress().getPort()))
              .replace("7003", "127.0.0.1:0")
              .replaceAll("^7002$", serves ? "127.0.0.1:0" : port)
              .replace("7002", port)
              .replaceAll("^443$", port)
              .replaceAll("^(f\\.pcap(ng)?)$", folder + "/$1"));
    }
    return words;
  }

  private static void works(List<String> words) throws IOException, InterruptedException {
    switch (words.get(0)) {
      case "serve", "proxy" -> {
        try (Running running =
            Program.start(Map.of(), Program.command(words.toArray(String[]::new)))) {
          running.awaitLine("listening on ");
        }
      }
      case "capture" -> {
        List<String> bounded = new ArrayList<>(words);
        if (!bounded.contains("-c")) {
          bounded.addAll(bounded.indexOf("lo"), List.of("-c", "3"));
        }
        try (Running running =
            Program.start(Map.of(), Program.command(bounded.toArray(String[]::new)))) {
          while (running.process().isAlive()) {
            Program.recvq("call", "app", port, "search", "ring");
          }
          assertEquals(0, running.awaitEnd().status());
        }
      }
      default -> {
        List<String> command = new ArrayList<>(List.of(Program.recvq().toString()));
        command.addAll(words);
        boolean fetches = words.contains("http");
        if (fetches) {
          command.addAll(List.of("-o", folder.resolve("page").toString()));
        }
        Result result = Program.run(Map.of(), "", command);
        // A good answer or a bad one, as from TLS asked of a server without; but it could look.
        assertTrue(result.status() <= 1, Arrays.toString(command.toArray()) + result.err());
        assertTrue(!result.out().isEmpty() || words.contains("raw"), result.err());
      }
    }
  }
}

package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import io.recvq.testing.Program.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers and clients beside programs in another language that speak the documents' protocols. */
class ServeAndCallIT {
  private static Running app;
  private static String appPort = "";

  @BeforeAll
  static void startTheApplicationServer() throws IOException {
    Needs.program("python3");
    app = Program.start(Map.of(), Program.command("serve", "app", "127.0.0.1:0", "--quiet"));
    appPort = port(app.awaitLine("listening on "));
  }

  @AfterAll
  static void stopTheApplicationServer() {
    if (app != null) {
      app.close();
    }
  }

  private static String port(String line) {
    return line.substring(line.lastIndexOf(':') + 1).strip();
  }

  private static List<String> python(String script, String... words) {
    Path file = Path.of(System.getProperty("recvq.basedir"), "src/test/resources/peers", script);
    List<String> command = new ArrayList<>(List.of("python3", file.toString()));
    command.addAll(List.of(words));
    return command;
  }

  private static Result ask(int clients, int chunk, String action, String value)
      throws IOException, InterruptedException {
    Map<String, String> utf8 = Map.of("PYTHONIOENCODING", "utf-8");
    return Program.run(
        utf8, "", python("app_client.py", appPort, "" + clients, "" + chunk, action, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--mode blocking", "--udp"})
  void anInputThatCannotBeReadIsSaidAndNotWaitedFor(String how) throws Exception {
    Map<String, String> environment =
        Map.of("R", Program.recvq().toString(), "A", "127.0.0.1:" + appPort);
    String script = "\"$R\" call raw $A " + how + " < /";
    Result result = Program.run(environment, "", List.of("sh", "-c", script));
    assertEquals(3, result.status(), result.toString());
    assertTrue(result.err().contains("cannot read standard input: Is a directory"), result.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "search | morpheus | text/json {\"result\": \"Follow the white rabbit. 🐰\"} closed",
        "search | ring | text/json {\"result\": \"In the caves beneath the Misty Mountains. 💍\"} closed",
        "search | 🐶 | text/json {\"result\": \"🐾 Playing ball! 🏐\"} closed",
        "search | nothing | text/json {\"result\": \"No match for 'nothing'.\"} closed",
        "frob | x | text/json {\"result\": \"Error: invalid action 'frob'.\"} closed",
        "binary | 😃 | binary/custom-server-binary-type First 10 bytes of request: binary😃 closed",
        "dance | x | binary/custom-server-binary-type First 10 bytes of request: dancex closed",
      })
  void theServerAnswersWholeRequestsAndSingleBytesAlike(String action, String value, String answer)
      throws Exception {
    for (int chunk : new int[] {0, 1}) {
      Result result = ask(1, chunk, action, value);
      assertEquals(answer, result.out().strip().replaceFirst("^\\d+ ", ""), result.err());
    }
  }

  @Test
  void twoHundredClientsAtOnceAreAllAnswered() throws Exception {
    Result result = ask(200, 11, "search", "morpheus");
    List<String> answers = result.out().strip().lines().toList();
    assertEquals(200, answers.size());
    assertEquals(1, answers.stream().distinct().count(), result.out());
    assertTrue(answers.get(0).contains("Follow the white rabbit."), answers.get(0));
  }

  @ParameterizedTest
  @CsvSource({"search,morpheus,Follow the white rabbit. 🐰", "search,x,No match for 'x'."})
  void theClientSendsTheReferenceBytesAndShowsTheAnswer(String action, String value, String answer)
      throws Exception {
    try (Running server = Program.start(Map.of(), python("app_server.py"))) {
      String port = server.awaitLine("");
      Result call = Program.recvq("call", "app", port, action, value);
      assertEquals(0, call.status(), call.err());
      assertEquals(answer + "\n", call.out());
      String request = "{\"action\": \"" + action + "\", \"value\": \"" + value + "\"}";
      String header =
          "{\"byteorder\": \"little\", \"content-type\": \"text/json\","
              + " \"content-encoding\": \"utf-8\", \"content-length\": "
              + request.length()
              + "}";
      assertEquals(hex("\0" + (char) header.length() + header + request), server.awaitLine("7b22"));
    }
  }

  private static String hex(String ascii) {
    StringBuilder text = new StringBuilder();
    ascii.chars().forEach(c -> text.append(String.format("%02x", c)));
    return text.toString();
  }

  @Test
  void theEchoClientOpensManyConnectionsAndSendsTwoMessagesOnEach() throws Exception {
    try (Running server = Program.start(Map.of(), python("echo_server.py"))) {
      String port = server.awaitLine("");
      Result call = Program.recvq("call", "echo", port, "-n", "3");
      assertEquals(0, call.status(), call.err());
      for (int i = 0; i < 3; i++) {
        assertEquals("Message 1 from client.Message 2 from client.", server.awaitLine("Message"));
      }
    }
  }

  @Test
  void theEchoServerAnswersNetcatToTheLastByteAfterItsHalfClose() throws Exception {
    Needs.program("nc");
    try (Running server = Program.start(Map.of(), Program.command("serve", "echo", "0"))) {
      String port = port(server.awaitLine("listening on "));
      String text = "0123456789abcdef\n".repeat(20_000);
      Result nc = Program.run(Map.of(), text, List.of("nc", "-N", "127.0.0.1", port));
      assertEquals(text, nc.out());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aStoppedServerEndsWithValidJsonAndItsAddressIsFreeAtOnce(String signal) throws Exception {
    String port;
    try (Running server =
        Program.start(Map.of(), Program.command("serve", "echo", "127.0.0.1:0", "--json"))) {
      String line = server.awaitLine("\"type\":\"listening\"");
      port = line.replaceFirst(".*127\\.0\\.0\\.1:(\\d+).*", "$1");
      assertEquals(0, Program.recvq("call", "echo", port, "hello").status());
      Program.run(Map.of(), "", List.of("kill", "-" + signal, "" + server.process().pid()));
      Result end = server.awaitEnd();
      assertEquals(signal.equals("INT") ? 130 : 143, end.status(), end.err());
      for (String object : end.out().lines().toList()) {
        assertTrue(object.startsWith("{\"type\":\"") && object.endsWith("}"), object);
      }
    }
    try (Running again =
        Program.start(Map.of(), Program.command("serve", "echo", "127.0.0.1:" + port))) {
      assertEquals("listening on 127.0.0.1:" + port, again.awaitLine("listening"));
    }
  }

  @Test
  void whatCannotBeDoneIsSaidOnStandardErrorWithTheStatusOfTheContract() throws Exception {
    List<List<String>> lines =
        List.of(
            List.of("3", "EADDRINUSE 98", "serve", "echo", appPort),
            List.of("2", "port 70000 is outside 0 to 65535", "serve", "echo", "70000"),
            List.of("2", "port 70000 is outside 0 to 65535", "call", "echo", "70000", "x"),
            List.of("3", "nobody.invalid", "call", "echo", "nobody.invalid:80", "x"),
            List.of("1", "ECONNREFUSED 111", "call", "echo", "127.0.0.1:1", "x"),
            List.of("1", "ECONNREFUSED 111", "fill", "127.0.0.1:1"));
    for (List<String> line : lines) {
      Result result = Program.recvq(line.subList(2, line.size()).toArray(String[]::new));
      assertEquals(line.get(0), "" + result.status(), line + result.err());
      assertEquals("", result.out(), line.toString());
      assertTrue(result.err().contains(line.get(1)), result.err());
      assertEquals(
          Collections.emptyList(), result.err().lines().filter(l -> l.contains("\tat ")).toList());
    }
  }

  @Test
  void aFilledPeerIsReportedWithEveryByteAccountedFor() throws Exception {
    try (Running server =
        Program.start(Map.of(), Program.command("serve", "discard", "0", "--stall"))) {
      String port = port(server.awaitLine("listening on "));
      Result fill = Program.recvq("fill", port, "--settle", "300ms");
      assertEquals(0, fill.status(), fill.err());
      assertTrue(fill.out().contains("EAGAIN 11"), fill.out());
      assertTrue(fill.out().contains("\nconserved: "), fill.out());
      Result limit = Program.recvq("fill", port, "--max-bytes", "1000", "--json");
      assertEquals(1, limit.status(), limit.err());
      assertTrue(limit.out().contains("\"outcome\":\"limit\""), limit.out());
      assertTrue(limit.out().contains("\"acceptedBytes\":1000"), limit.out());
    }
  }
}

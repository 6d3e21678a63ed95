package io.recvq.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.cli.CommandContext;
import io.recvq.cli.CommandContext.TerminalView;
import io.recvq.cli.StopSignal;
import io.recvq.render.TextOut;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jline.reader.Candidate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  @TempDir Path folder = Path.of("");

  private final Session session = new Session(console(), Map.of(), new StopSignal());
  private final LiveValues live =
      new LiveValues() {
        @Override
        public SortedMap<Integer, String> listeningPorts() {
          return new TreeMap<>(Map.of(22, "sshd/1", 65432, ""));
        }

        @Override
        public SortedMap<String, String> interfaces() {
          return new TreeMap<>(Map.of("eth0", "10.0.0.2", "lo", "127.0.0.1"));
        }
      };

  private static Console console() {
    TextOut nowhere = new TextOut(OutputStream.nullOutputStream(), true);
    return new ScriptConsole(
        new CommandContext(
            InputStream.nullInputStream(),
            nowhere,
            nowhere,
            Map.of(),
            TerminalView.NONE,
            new StopSignal()),
        true);
  }

  /** What is offered at the end of this line and fits what is typed. */
  private List<String> offers(String line) {
    CompletionPoint point = CompletionPoint.of(line);
    return new ShellCompleter(session, live)
        .candidates(point).stream()
            .map(Candidate::value)
            .filter(value -> value.startsWith(point.word()))
            .toList();
  }

  @Test
  void commandsAndTheShellsOwnWordsComeFirst() {
    assertEquals(List.of("explain"), offers("expl"));
    assertEquals(List.of("jobs"), offers("jo"));
    assertEquals(List.of("explain"), offers("echo x; expl"));
    assertEquals(List.of("explain"), offers("time expl"));
  }

  @Test
  void optionsTheirValuesAndWordsFollow() {
    assertEquals(List.of("--json"), offers("explain --js"));
    assertEquals(List.of("always"), offers("explain --color al"));
    assertEquals(List.of("--color=always"), offers("explain --color=al"));
    assertEquals(List.of("ECONNREFUSED", "ECONNRESET"), offers("explain ECONNRE"));
    assertEquals(List.of("explain"), offers("help expl"));
  }

  @Test
  void whatIsLiveIsOffered() throws Exception {
    assertEquals(List.of("65432"), offers("call echo 6"));
    assertEquals(List.of("127.0.0.1:22", "127.0.0.1:65432"), offers("connect 127.0.0.1:"));
    assertEquals(List.of("lo"), offers("capture l"));
    session.runText("", "listen 127.0.0.1:0", false);
    try {
      assertEquals(List.of("l1"), offers("accept "));
      assertEquals(List.of("l1"), offers("close l"));
      assertTrue(offers("echo $last.").contains("$last.local"));
    } finally {
      session.close();
    }
  }

  @Test
  void effectsMomentsAndConditionsAreOffered() {
    assertEquals(List.of("delay="), offers("effect s1 del"));
    assertEquals(List.of("delay=1s@response"), offers("serve echo 0 --effect delay=1s@resp"));
    assertEquals(
        List.of("frame.header.content-type"), offers("decode x --where 'frame.header.content-t"));
    assertEquals(
        List.of("role = request and note"), offers("decode x --where 'role = request and no"));
  }

  @Test
  void candidatesCarryTheirDescriptions() {
    Candidate json =
        new ShellCompleter(session, live)
            .candidates(CompletionPoint.of("explain --js")).stream()
                .filter(c -> c.value().equals("--json"))
                .findFirst()
                .orElseThrow();
    assertEquals("One JSON object for each entry.", json.descr());
  }

  @Test
  void variablesAndFilesAreOffered() throws Exception {
    session.variables().set("server", "127.0.0.1:1");
    assertEquals(List.of("$server"), offers("call echo $se"));
    Files.writeString(folder.resolve("a b.txt"), "");
    Files.createDirectory(folder.resolve("sub"));
    assertEquals(List.of(folder + "/a b.txt"), offers("explain > " + folder + "/a"));
    assertEquals(List.of(folder + "/sub/"), offers("run " + folder + "/s"));
  }

  @Test
  void anOpenQuoteIsKeptAndSpecialCharactersAreEscaped() {
    assertEquals("a\\ b", Quoting.quote("a b", (char) 0, true));
    assertEquals("'a b'", Quoting.quote("a b", '\'', true));
    assertEquals("'a b", Quoting.quote("a b", '\'', false));
    assertEquals("a b", CompletionPoint.of("run 'a b").word());
    assertEquals('\'', CompletionPoint.of("run 'a b").quote());
  }

  @Test
  void anUnknownCommandIsRedAndAKnownOneBold() {
    assertTrue(LineHighlighter.highlight("nonsense x").toAnsi().contains("\u001b[31mnonsense"));
    assertTrue(LineHighlighter.highlight("explain x").toAnsi().contains("\u001b[1mexplain"));
    assertEquals(
        "call 'a\\' \"b\" # c", LineHighlighter.highlight("call 'a\\' \"b\" # c").toString());
  }

  @Test
  void insideQuotesACompletedNameIsReadBackAsItIs() throws Exception {
    for (String name : List.of("it's", "a\"b", "a$b", "a\\b", "a`b")) {
      for (char quote : new char[] {'\'', '"'}) {
        Statement statement = Lexer.parse("p " + Quoting.quote(name, quote, true)).get(0);
        assertEquals(name, new Variables(Map::of).expand(statement.words().get(1), 1));
      }
    }
  }

  @Test
  void aCarriageReturnInAWordIsQuoted() throws Exception {
    String quoted = Quoting.quote("a\rb", (char) 0, true);
    Statement statement = Lexer.parse("p " + quoted).get(0);
    assertEquals("a\rb", new Variables(Map::of).expand(statement.words().get(1), 1));
  }
}

package io.recvq.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.shell.Statement.Condition;
import io.recvq.shell.Statement.Redirect.Stream;
import io.recvq.testing.Needs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {
  private static List<String> words(String text) throws SyntaxException {
    Variables none = new Variables(Map::of);
    List<String> words = new ArrayList<>();
    for (Statement statement : Lexer.parse(text)) {
      for (Statement.Word word : statement.words()) {
        words.add(none.expand(word, 1));
      }
    }
    return words;
  }

  @Test
  void wordsAreThoseThatShMakesOfRandomQuoting() throws Exception {
    Needs.program("sh");
    Random random = new Random(20260101);
    String[] parts = {
      "a",
      "B7",
      "'",
      "\"",
      "\\",
      " ",
      "  ",
      "\t",
      "é",
      "#",
      "=",
      "x y",
      "\\\"",
      "\\'",
      "\\\\",
      "''",
      "\"\"",
      "-n",
      "127.0.0.1:80"
    };
    List<String> accepted = new ArrayList<>();
    StringBuilder script = new StringBuilder("p() { IFS='|'; cat <<END\n[$*]\nEND\n}\n");
    while (accepted.size() < 400) {
      StringBuilder line = new StringBuilder();
      for (int i = 1 + random.nextInt(8); i > 0; i--) {
        line.append(parts[random.nextInt(parts.length)]);
      }
      try {
        words("p " + line);
      } catch (SyntaxException e) {
        assertTrue(e.isIncomplete());
        continue;
      }
      accepted.add(line.toString());
      script.append("p ").append(line).append('\n');
    }
    Process sh = new ProcessBuilder("sh").start();
    sh.getOutputStream().write(script.toString().getBytes(StandardCharsets.UTF_8));
    sh.getOutputStream().close();
    String out = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> expected = out.lines().toList();
    assertEquals(accepted.size(), expected.size());
    for (int i = 0; i < accepted.size(); i++) {
      List<String> own = words("p " + accepted.get(i));
      String seen = "[" + String.join("|", own.subList(1, own.size())) + "]";
      assertEquals(expected.get(i), seen, accepted.get(i));
    }
  }

  @Test
  void statementsAreSeparatedAndNumberedByLine() throws Exception {
    List<Statement> statements = Lexer.parse("# a comment\na 1; b\n\nc 'x\ny' &\nd # rest\n");
    assertEquals(4, statements.size());
    assertEquals(List.of(2, 2, 4, 6), statements.stream().map(Statement::line).toList());
    assertEquals("c 'x\ny'", statements.get(2).source());
    assertTrue(statements.get(2).background());
    assertFalse(statements.get(3).background());
  }

  @Test
  void aPipeHandsTheRestToTheSystemUpToTheNextStatement() throws Exception {
    List<Statement> statements = Lexer.parse("sockets --all | grep ';' | wc -l 2>&1; doctor");
    assertEquals("grep ';' | wc -l 2>&1", statements.get(0).pipe().orElseThrow());
    assertEquals("doctor", statements.get(1).source());
  }

  @Test
  void redirectionsNameTheirStreams() throws Exception {
    Statement statement = Lexer.parse("decode a.pcap >out.txt 2>> err.txt < in").get(0);
    assertEquals(2, statement.words().size());
    assertEquals(
        List.of(Stream.OUT, Stream.ERR, Stream.IN),
        statement.redirects().stream().map(Statement.Redirect::stream).toList());
    assertTrue(statement.redirects().get(1).append());
  }

  @Test
  void listsDependOnTheOutcomeBefore() throws Exception {
    List<Statement> statements = Lexer.parse("a && b || c\nd &&\ne");
    assertEquals(
        List.of(
            Condition.ALWAYS,
            Condition.IF_OK,
            Condition.IF_FAILED,
            Condition.ALWAYS,
            Condition.IF_OK),
        statements.stream().map(Statement::condition).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo 'a", "echo \"a", "echo a\\", "a |", "a &&", "a ||"})
  void textThatEndsEarlyIsIncomplete(String text) {
    SyntaxException e = assertThrows(SyntaxException.class, () -> Lexer.parse(text));
    assertTrue(e.isIncomplete());
  }

  @Test
  void aLineThatOnlyGoesOnNeedsNotBeReadWithAllBeforeIt() {
    for (String text : texts(4)) {
      for (String next : texts(3)) {
        Optional<SyntaxException> open = open(text);
        if (open.isPresent() && !open.get().mayEndIn(next)) {
          assertTrue(open(text + "\n" + next).isPresent(), text + "\n" + next);
        }
      }
    }
    assertFalse(open("echo 'a").orElseThrow().mayEndIn("b\"\\"));
    assertTrue(open("echo 'a").orElseThrow().mayEndIn("b\\'"));
    assertFalse(open("echo \"a").orElseThrow().mayEndIn("b\\\"'"));
    assertTrue(open("echo \"a").orElseThrow().mayEndIn("b\\\\\""));
    assertTrue(open("echo \\").orElseThrow().mayEndIn("b"));
    assertTrue(open("echo \\").orElseThrow().mayEndIn("b\\\\"));
    assertFalse(open("echo \\").orElseThrow().mayEndIn("b c\\\\\\"));
    assertTrue(open("echo \\").orElseThrow().mayEndIn("'b\\"));
  }

  private static Optional<SyntaxException> open(String text) {
    try {
      Lexer.parse(text);
      return Optional.empty();
    } catch (SyntaxException e) {
      return Optional.of(e).filter(SyntaxException::isIncomplete);
    }
  }

  /** All texts of at most so many of the characters that quoting is about. */
  private static List<String> texts(int length) {
    List<String> texts = new ArrayList<>(List.of(""));
    for (int from = 0; length > 0; length--) {
      int end = texts.size();
      for (int i = from; i < end; i++) {
        for (char c : "'\"\\a|".toCharArray()) {
          texts.add(texts.get(i) + c);
        }
      }
      from = end;
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"; a", "& a", "| a", "a ;; b", "a >", "&& b"})
  void anOperatorWithoutItsPartIsWrong(String text) {
    SyntaxException e = assertThrows(SyntaxException.class, () -> Lexer.parse(text));
    assertFalse(e.isIncomplete());
  }

  @Test
  void variablesExpandOutsideSingleQuotesAndAreNeverSplit() throws Exception {
    Variables variables = new Variables(Map::of);
    variables.set("x", "a b");
    variables.set("last.local", "127.0.0.1:80");
    List<String> words = new ArrayList<>();
    String text = "p $x '$x' \"<${x}>\" \\$x \"\\$x\" $last.local 5$";
    for (Statement.Word word : Lexer.parse(text).get(0).words()) {
      words.add(variables.expand(word, 1));
    }
    assertEquals(List.of("p", "a b", "$x", "<a b>", "$x", "$x", "127.0.0.1:80", "5$"), words);
  }

  @Test
  void aSetVariableHidesAnEndpointOfThatName() throws Exception {
    Variables variables = new Variables(() -> Map.of("s1", "127.0.0.1:80", "c1", "127.0.0.1:81"));
    variables.set("c1", "mine");
    assertEquals("127.0.0.1:80 mine", variables.expand("$s1 $c1", 1));
  }

  @Test
  void anUnknownVariableIsNamed() throws Exception {
    Variables variables = new Variables(Map::of);
    variables.set("server", "x");
    Statement statement = Lexer.parse("call $sever").get(0);
    SyntaxException e =
        assertThrows(SyntaxException.class, () -> variables.expand(statement.words().get(1), 1));
    assertEquals("no variable 'sever'; set are server", e.getMessage());
  }
}

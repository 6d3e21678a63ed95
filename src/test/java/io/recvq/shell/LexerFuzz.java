package io.recvq.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

/** Any text as lines of the shell: statements, or a reason with its line; and as half a line. */
public final class LexerFuzz {
  private LexerFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws SyntaxException {
    String text = new String(data, UTF_8);
    Variables variables = new Variables(Map::of);
    variables.set("a", "1");
    long lines = 1 + text.chars().filter(c -> c == '\n').count();
    try {
      for (Statement statement : Lexer.parse(text)) {
        assertTrue(statement.line() >= 1 && statement.line() <= lines, () -> "line of " + text);
        for (Statement.Word word : statement.words()) {
          variables.expand(word, statement.line());
        }
      }
    } catch (SyntaxException e) {
      assertTrue(!e.getMessage().isEmpty());
    }
    CompletionPoint.of(text);
    if (text.indexOf('\n') < 0 && !text.isEmpty() && "#$".indexOf(text.charAt(0)) < 0) {
      quoted(text);
    }
  }

  /** What the shell quotes, it reads back as the same word. */
  private static void quoted(String text) throws SyntaxException {
    List<Statement> statements = Lexer.parse(Quoting.quote(text, (char) 0, true));
    assertEquals(1, statements.size());
    assertEquals(1, statements.get(0).words().size());
    assertEquals(text, new Variables(Map::of).expand(statements.get(0).words().get(0), 1));
  }
}

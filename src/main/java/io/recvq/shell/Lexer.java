package io.recvq.shell;

import io.recvq.shell.Statement.Condition;
import io.recvq.shell.Statement.Piece;
import io.recvq.shell.Statement.Quote;
import io.recvq.shell.Statement.Redirect;
import io.recvq.shell.Statement.Redirect.Stream;
import io.recvq.shell.Statement.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes text apart as a POSIX shell does (XCU 2.2 Quoting, 2.3 Token Recognition): quotes,
 * backslashes, comments, and the operators {@code ; & && || | < > >> 2>}. There is no globbing, no
 * brace or tilde expansion and no command substitution: such characters are themselves.
 */
final class Lexer {
  private final String text;
  private final List<Statement> statements = new ArrayList<>();
  private int at;
  private int line;

  private List<Word> words = new ArrayList<>();
  private List<Redirect> redirects = new ArrayList<>();
  private Optional<String> pipe = Optional.empty();
  private Condition condition = Condition.ALWAYS;
  private int statementStart;
  private int statementLine;

  private Lexer(String text, int line) {
    this.text = text;
    this.line = line;
  }

  /** The statements of the text; throws when it is wrong or incomplete. */
  static List<Statement> parse(String text) throws SyntaxException {
    return parse(text, 1);
  }

  /** The same for text that begins at this line of a script. */
  static List<Statement> parse(String text, int line) throws SyntaxException {
    Lexer lexer = new Lexer(text, line);
    lexer.run();
    return List.copyOf(lexer.statements);
  }

  private void run() throws SyntaxException {
    begin();
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case ' ', '\t', '\r' -> at++;
        case '\n' -> {
          if (words.isEmpty() && redirects.isEmpty() && condition != Condition.ALWAYS) {
            at++; // A line that ends in && or || goes on.
          } else {
            end(false, Condition.ALWAYS, 1, true);
          }
          line++;
        }
        case '#' -> skipComment();
        case ';' -> end(false, Condition.ALWAYS, 1, false);
        case '&' -> ampersand();
        case '|' -> bar();
        case '<', '>' -> redirect(c == '<' ? Stream.IN : Stream.OUT);
        default -> wordOrErrorRedirect();
      }
    }
    if (condition != Condition.ALWAYS && words.isEmpty()) {
      throw SyntaxException.incomplete("a list joined by && or ||", line);
    }
    end(false, Condition.ALWAYS, 0, true);
  }

  private void begin() {
    words = new ArrayList<>();
    redirects = new ArrayList<>();
    pipe = Optional.empty();
    statementStart = at;
    statementLine = line;
  }

  /** Ends the statement at an operator of this length. */
  private void end(boolean background, Condition next, int length, boolean mayBeEmpty)
      throws SyntaxException {
    boolean empty = words.isEmpty() && redirects.isEmpty();
    if (empty && !mayBeEmpty) {
      String operator = text.substring(at, at + length);
      throw SyntaxException.wrong("nothing stands before '" + operator + "'", line);
    }
    if (!empty) {
      statements.add(
          new Statement(
              statementLine,
              text.substring(statementStart, at).strip(),
              List.copyOf(words),
              List.copyOf(redirects),
              pipe,
              background,
              condition));
    }
    at += length;
    condition = next;
    begin();
  }

  private void ampersand() throws SyntaxException {
    if (at + 1 < text.length() && text.charAt(at + 1) == '&') {
      end(false, Condition.IF_OK, 2, false);
    } else {
      end(true, Condition.ALWAYS, 1, false);
    }
  }

  private void bar() throws SyntaxException {
    if (at + 1 < text.length() && text.charAt(at + 1) == '|') {
      end(false, Condition.IF_FAILED, 2, false);
      return;
    }
    if (words.isEmpty()) {
      throw SyntaxException.wrong("nothing stands before '|'", line);
    }
    int from = at + 1;
    at = from;
    skipPipe();
    String tail = text.substring(from, at).strip();
    if (tail.isEmpty()) {
      throw SyntaxException.incomplete("a pipe", line);
    }
    pipe = Optional.of(tail);
  }

  /** Goes to the end of a system command line: an operator of ours that is not quoted. */
  private void skipPipe() throws SyntaxException {
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean doubleBar = c == '|' && at + 1 < text.length() && text.charAt(at + 1) == '|';
      boolean redirectsTo = c == '&' && at > 0 && text.charAt(at - 1) == '>';
      if (c == '\n' || c == ';' || c == '&' && !redirectsTo || doubleBar) {
        return;
      }
      if (c == '\'' || c == '"') {
        quoted(new ArrayList<>(), c);
      } else if (c == '\\') {
        at += 2;
      } else {
        at++;
      }
    }
    at = Math.min(at, text.length());
  }

  private void skipComment() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
    if (words.isEmpty() && redirects.isEmpty()) {
      statementStart = at;
    }
  }

  private void redirect(Stream stream) throws SyntaxException {
    at++;
    boolean append = stream != Stream.IN && at < text.length() && text.charAt(at) == '>';
    if (append) {
      at++;
    }
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    Word file = word();
    if (file.pieces().isEmpty()) {
      throw SyntaxException.wrong("a file's name must follow the redirection", line);
    }
    redirects.add(new Redirect(stream, append, file));
  }

  private void wordOrErrorRedirect() throws SyntaxException {
    if (text.startsWith("2>", at)) {
      at++;
      redirect(Stream.ERR);
      return;
    }
    if (words.isEmpty() && redirects.isEmpty()) {
      statementStart = at;
      statementLine = line;
    }
    Word word = word();
    if (!word.pieces().isEmpty()) {
      words.add(word);
    }
  }

  private Word word() throws SyntaxException {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder bare = new StringBuilder();
    while (at < text.length() && " \t\r\n;&|<>".indexOf(text.charAt(at)) < 0) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        flush(pieces, bare);
        quoted(pieces, c);
      } else if (c == '\\') {
        flush(pieces, bare);
        escaped(pieces);
      } else {
        bare.append(c);
        at++;
      }
    }
    flush(pieces, bare);
    return new Word(List.copyOf(pieces));
  }

  private static void flush(List<Piece> pieces, StringBuilder bare) {
    if (bare.length() > 0) {
      pieces.add(new Piece(bare.toString(), Quote.BARE));
      bare.setLength(0);
    }
  }

  /** A backslash outside quotes: the next character is itself, a line end vanishes. */
  private void escaped(List<Piece> pieces) throws SyntaxException {
    if (at + 1 >= text.length()) {
      throw SyntaxException.openLine(line);
    }
    if (text.charAt(at + 1) == '\n') {
      line++;
    } else {
      int end = text.offsetByCodePoints(at + 1, 1);
      pieces.add(new Piece(text.substring(at + 1, end), Quote.SINGLE));
      at = end - 2;
    }
    at += 2;
  }

  private void quoted(List<Piece> pieces, char quote) throws SyntaxException {
    int startLine = line;
    StringBuilder inside = new StringBuilder();
    boolean any = false;
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at);
      if (c == '\n') {
        line++;
      }
      boolean escape =
          quote == '"'
              && c == '\\'
              && at + 1 < text.length()
              && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0;
      if (!escape) {
        inside.append(c);
        at++;
        continue;
      }
      char next = text.charAt(at + 1);
      if (next == '\n') {
        line++;
      } else if (next == '$') {
        pieces.add(new Piece(inside.toString(), Quote.DOUBLE));
        pieces.add(new Piece("$", Quote.SINGLE));
        inside.setLength(0);
        any = true;
      } else {
        inside.append(next);
      }
      at += 2;
    }
    if (at >= text.length()) {
      throw SyntaxException.openQuotes(quote, startLine);
    }
    at++;
    if (inside.length() > 0 || !any) {
      pieces.add(new Piece(inside.toString(), quote == '"' ? Quote.DOUBLE : Quote.SINGLE));
    }
  }
}

package io.recvq.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells the line editor whether a line is complete, and which word the cursor is in. */
final class LineParser implements Parser {
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE || context == ParseContext.UNSPECIFIED) {
      try {
        Lexer.parse(line);
      } catch (SyntaxException e) {
        if (e.isIncomplete()) {
          throw new EOFError(-1, -1, e.getMessage());
        }
      }
    }
    return new Line(line, cursor, CompletionPoint.of(line.substring(0, cursor)));
  }

  @Override
  public boolean isEscapeChar(char c) {
    return c == '\\';
  }

  /** A line with the word under the cursor. */
  private static final class Line implements CompletingParsedLine {
    private final String line;
    private final int cursor;
    private final CompletionPoint point;

    Line(String line, int cursor, CompletionPoint point) {
      this.line = line;
      this.cursor = cursor;
      this.point = point;
    }

    @Override
    public String word() {
      return point.word();
    }

    @Override
    public int wordCursor() {
      return point.word().length();
    }

    @Override
    public int wordIndex() {
      return point.words().size();
    }

    @Override
    public List<String> words() {
      List<String> words = new ArrayList<>(point.words());
      words.add(point.word());
      return words;
    }

    @Override
    public String line() {
      return line;
    }

    @Override
    public int cursor() {
      return cursor;
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return Quoting.quote(candidate.toString(), point.quote(), complete);
    }

    @Override
    public int rawWordCursor() {
      return point.raw().length();
    }

    @Override
    public int rawWordLength() {
      return point.raw().length();
    }
  }
}

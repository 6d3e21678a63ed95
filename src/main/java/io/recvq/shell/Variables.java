package io.recvq.shell;

import io.recvq.shell.Statement.Piece;
import io.recvq.shell.Statement.Quote;
import io.recvq.shell.Statement.Word;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shell's variables, and their expansion in words. A value is never split into several words.
 */
final class Variables {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$(?:\\{([A-Za-z_][A-Za-z0-9_.]*)\\}|([A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)*))");

  private final Map<String, String> values = new TreeMap<>();

  void set(String name, String value) {
    values.put(name, value);
  }

  void unset(String name) {
    values.remove(name);
  }

  /** Forgets every variable that begins so. */
  void unsetAll(String prefix) {
    values.keySet().removeIf(name -> name.startsWith(prefix));
  }

  Map<String, String> all() {
    return new TreeMap<>(values);
  }

  /** The word's text; throws when it names a variable that is not set. */
  String expand(Word word, int line) throws SyntaxException {
    StringBuilder text = new StringBuilder();
    for (Piece piece : word.pieces()) {
      text.append(piece.quote() == Quote.SINGLE ? piece.text() : expand(piece.text(), line));
    }
    return text.toString();
  }

  /** The text with each {@code $name} and {@code ${name}} replaced. */
  String expand(String text, int line) throws SyntaxException {
    if (text.indexOf('$') < 0) {
      return text;
    }
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      String value = values.get(name);
      if (value == null) {
        String known =
            values.isEmpty() ? "none is set" : "set are " + String.join(", ", values.keySet());
        throw SyntaxException.wrong("no variable '" + name + "'; " + known, line);
      }
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(expanded).toString();
  }
}

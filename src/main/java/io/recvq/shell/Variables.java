package io.recvq.shell;

import io.recvq.shell.Statement.Piece;
import io.recvq.shell.Statement.Quote;
import io.recvq.shell.Statement.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shell's variables, and their expansion in words. A value is never split into several words.
 */
final class Variables {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$(?:\\{([A-Za-z_][A-Za-z0-9_.-]*)\\}|([A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)*))");

  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, String> last = new TreeMap<>();
  private final Supplier<Map<String, String>> endpoints;

  /**
   * @param endpoints the addresses of named endpoints, by names that a set variable hides
   */
  Variables(Supplier<Map<String, String>> endpoints) {
    this.endpoints = endpoints;
  }

  void set(String name, String value) {
    values.put(name, value);
  }

  void unset(String name) {
    values.remove(name);
  }

  /** The last command's result: {@code $last.FIELD}, and its exit status {@code $last.status}. */
  void last(Map<String, String> fields, int status) {
    last.clear();
    fields.forEach((name, value) -> last.put("last." + name, value));
    last.put("last.status", String.valueOf(status));
  }

  /** The last command's result by variables' names. */
  Map<String, String> last() {
    return new TreeMap<>(last);
  }

  /** The addresses of named endpoints by variables' names. */
  Map<String, String> endpoints() {
    return endpoints.get();
  }

  /** Those that were set. */
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
      String value = values.getOrDefault(name, last.get(name));
      value = value == null ? endpoints.get().get(name) : value;
      if (value == null) {
        throw SyntaxException.wrong("no variable '" + name + "'; " + known(name), line);
      }
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(expanded).toString();
  }

  private String known(String name) {
    List<String> candidates = new ArrayList<>();
    if (name.startsWith("last.")) {
      candidates.addAll(last.keySet());
    } else {
      candidates.addAll(values.keySet());
      candidates.addAll(endpoints.get().keySet());
    }
    return candidates.isEmpty() ? "none is set" : "set are " + String.join(", ", candidates);
  }
}

package io.recvq.traffic;

import io.recvq.traffic.Where.Operator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads expressions of {@code --where}: comparisons {@code FIELD OPERATOR VALUE}, fields alone,
 * {@code and}, {@code or}, {@code not}, parentheses. {@code not} binds closest, {@code or} least.
 */
final class WhereParser {
  private static final Pattern MATCHES_ALL = Pattern.compile("");
  private static final List<Operator> LONGEST_FIRST =
      List.of(
          Operator.NOT_EQUAL,
          Operator.LESS_OR_EQUAL,
          Operator.GREATER_OR_EQUAL,
          Operator.EQUAL,
          Operator.LESS,
          Operator.GREATER,
          Operator.MATCHES);
  private static final int MAX_DEPTH = 100;

  private final String text;
  private int at;
  private int depth;

  WhereParser(String text) {
    this.text = text;
  }

  Where parse() {
    Where where = either();
    skipSpace();
    if (at < text.length()) {
      throw wrong("expected 'and' or 'or'");
    }
    return where;
  }

  private Where either() {
    Where left = both();
    while (word("or")) {
      left = new Where.Or(left, both());
    }
    return left;
  }

  private Where both() {
    Where left = negated();
    while (word("and")) {
      left = new Where.And(left, negated());
    }
    return left;
  }

  private Where negated() {
    if (++depth > MAX_DEPTH) {
      throw wrong("nested deeper than " + MAX_DEPTH);
    }
    Where where = word("not") ? new Where.Not(negated()) : primary();
    depth--;
    return where;
  }

  private Where primary() {
    skipSpace();
    if (at < text.length() && text.charAt(at) == '(') {
      at++;
      Where inner = either();
      skipSpace();
      if (at >= text.length() || text.charAt(at) != ')') {
        throw wrong("expected ')'");
      }
      at++;
      return inner;
    }
    String field = field();
    for (Operator operator : LONGEST_FIRST) {
      if (sign(operator.sign())) {
        return comparison(field, operator);
      }
    }
    return new Where.Exists(field);
  }

  private Where comparison(String field, Operator operator) {
    String value = value();
    if (operator != Operator.MATCHES) {
      return new Where.Compare(field, operator, value, MATCHES_ALL);
    }
    try {
      return new Where.Compare(field, operator, value, Pattern.compile(value));
    } catch (PatternSyntaxException e) {
      throw wrong("'" + value + "' is no regular expression: " + e.getDescription());
    }
  }

  private String field() {
    skipSpace();
    int from = at;
    while (at < text.length() && isFieldCharacter(text.charAt(at))) {
      at++;
    }
    String field = text.substring(from, at);
    boolean known = Where.FIELDS.contains(field);
    for (String prefix : Where.PREFIXES) {
      known |= field.startsWith(prefix) && field.length() > prefix.length();
    }
    if (!known) {
      at = from;
      throw wrong(
          (field.isEmpty() ? "expected a field" : "no field '" + field + "'")
              + "; fields are "
              + String.join(", ", new TreeSet<>(Where.FIELDS))
              + ", frame.header.KEY, content.KEY");
    }
    return field;
  }

  private static boolean isFieldCharacter(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
  }

  private String value() {
    skipSpace();
    if (at >= text.length()) {
      throw wrong("expected a value");
    }
    char quote = text.charAt(at);
    if (quote == '"' || quote == '\'') {
      return quoted(quote);
    }
    int from = at;
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && text.charAt(at) != ')'
        && text.charAt(at) != '(') {
      at++;
    }
    if (from == at) {
      throw wrong("expected a value");
    }
    return text.substring(from, at);
  }

  private String quoted(char quote) {
    int from = at;
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == quote) {
        at++;
        return value.toString();
      }
      boolean escapes =
          c == '\\'
              && at + 1 < text.length()
              && (text.charAt(at + 1) == quote || text.charAt(at + 1) == '\\');
      value.append(escapes ? text.charAt(++at) : c);
    }
    at = from;
    throw wrong("this quote has no end");
  }

  /** Takes a whole word if it is the next one. */
  private boolean word(String word) {
    skipSpace();
    int end = at + word.length();
    boolean next =
        text.regionMatches(true, at, word, 0, word.length())
            && (end == text.length() || !isFieldCharacter(text.charAt(end)));
    if (next) {
      at = end;
    }
    return next;
  }

  private boolean sign(String sign) {
    skipSpace();
    if (!text.startsWith(sign, at)) {
      return false;
    }
    at += sign.length();
    if (sign.equals("=") && at < text.length() && text.charAt(at) == '=') {
      at++;
    }
    return true;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException wrong(String what) {
    String where = at < text.length() ? "at '" + text.substring(at) + "'" : "at its end";
    return new IllegalArgumentException(where + ": " + what);
  }
}

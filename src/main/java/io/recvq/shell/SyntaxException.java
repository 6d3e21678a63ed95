package io.recvq.shell;

/** A line that is no command line; an incomplete one only waits for more. */
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String message;
  private final int line;
  private final boolean incomplete;

  /** What is open: a quote, a line that ends in a backslash, or '\\0'. */
  private final char quote;

  private SyntaxException(String message, int line, boolean incomplete, char quote) {
    super(message);
    this.message = message;
    this.line = line;
    this.incomplete = incomplete;
    this.quote = quote;
  }

  static SyntaxException wrong(String message, int line) {
    return new SyntaxException(message, line, false, '\0');
  }

  /** The text ends inside this construct. */
  static SyntaxException incomplete(String construct, int line) {
    return new SyntaxException("the text ends inside " + construct, line, true, '\0');
  }

  /** The text ends inside quotes that began on this line. */
  static SyntaxException openQuotes(char quote, int line) {
    String name = quote == '"' ? "double quotes" : "single quotes";
    return new SyntaxException("the text ends inside " + name, line, true, quote);
  }

  /** The text ends in a backslash outside of quotes. */
  static SyntaxException openLine(int line) {
    return new SyntaxException(
        "the text ends inside a line that ends in a backslash", line, true, '\\');
  }

  @Override
  public String getMessage() {
    return message;
  }

  int line() {
    return line;
  }

  boolean isIncomplete() {
    return incomplete;
  }

  /**
   * Whether the text may be complete once this line is added. Open quotes go on through each line
   * without one like it, a backslash through plain words that end in another, and such a line need
   * not be looked at together with all before it.
   */
  boolean mayEndIn(String next) {
    return switch (quote) {
      case '\0' -> true;
      case '\\' -> !goesOn(next);
      default -> holdsQuote(next);
    };
  }

  private boolean holdsQuote(String next) {
    int at = 0;
    while (at < next.length() && next.charAt(at) != quote) {
      boolean escape = quote == '"' && next.charAt(at) == '\\';
      at += escape ? 2 : 1;
    }
    return at < next.length();
  }

  /** Words without quotes, comments and operators, and an odd number of backslashes behind them. */
  private static boolean goesOn(String next) {
    int end = next.length();
    while (end > 0 && next.charAt(end - 1) == '\\') {
      end--;
    }
    boolean plain = next.chars().noneMatch(c -> "'\"#;&|<>".indexOf(c) >= 0);
    return plain && (next.length() - end) % 2 == 1;
  }
}

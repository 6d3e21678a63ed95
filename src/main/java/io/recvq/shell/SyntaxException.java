package io.recvq.shell;

/** A line that is no command line; an incomplete one only waits for more. */
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String message;
  private final int line;
  private final boolean incomplete;
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
   * without one like it, and such a line need not be looked at together with all before it.
   */
  boolean mayEndIn(String next) {
    int at = 0;
    while (quote != '\0' && at < next.length() && next.charAt(at) != quote) {
      boolean escape = quote == '"' && next.charAt(at) == '\\';
      at += escape ? 2 : 1;
    }
    return quote == '\0' || at < next.length();
  }
}

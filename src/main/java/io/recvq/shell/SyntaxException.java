package io.recvq.shell;

/** A line that is no command line; an incomplete one only waits for more. */
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String message;
  private final int line;
  private final boolean incomplete;

  private SyntaxException(String message, int line, boolean incomplete) {
    super(message);
    this.message = message;
    this.line = line;
    this.incomplete = incomplete;
  }

  static SyntaxException wrong(String message, int line) {
    return new SyntaxException(message, line, false);
  }

  /** The text ends inside this construct. */
  static SyntaxException incomplete(String construct, int line) {
    return new SyntaxException("the text ends inside " + construct, line, true);
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
}

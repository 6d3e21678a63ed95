package io.recvq.shell;

/** Writes text so that the lexer reads it back as one word. */
final class Quoting {
  private static final String SPECIAL = " \t\r;&|<>'\"\\#$";

  private Quoting() {}

  /**
   * @param open the quote that is open already, or 0
   * @param complete whether the word ends here, so that its quote is closed
   */
  static String quote(String text, char open, boolean complete) {
    if (open != 0) {
      return open + text + (complete ? String.valueOf(open) : "");
    }
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean comment = c == '#' && i > 0;
      if (SPECIAL.indexOf(c) >= 0 && !comment && !(c == '$' && i == 0)) {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.toString();
  }
}

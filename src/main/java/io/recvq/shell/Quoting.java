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
      return open + inside(text, open) + (complete ? String.valueOf(open) : "");
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

  /** Single quotes cannot hold one: they are left for it. A leading dollar is a variable's. */
  private static String inside(String text, char quote) {
    if (quote == '\'') {
      return text.replace("'", "'\\''");
    }
    StringBuilder inside = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("\"\\`".indexOf(c) >= 0 || c == '$' && i > 0) {
        inside.append('\\');
      }
      inside.append(c);
    }
    return inside.toString();
  }
}

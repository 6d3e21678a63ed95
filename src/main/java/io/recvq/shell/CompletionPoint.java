package io.recvq.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the cursor is in a line that need not be complete.
 *
 * @param words the statement's words before the cursor's word
 * @param word the part of the word before the cursor, without its quotes
 * @param raw the same as it was typed
 * @param quote the quote that is open at the cursor, or 0
 * @param inPipe whether the cursor is in a command line of the system
 * @param redirect whether the word is a redirection's file
 */
record CompletionPoint(
    List<String> words, String word, String raw, char quote, boolean inPipe, boolean redirect) {

  /** The point at the end of this text. */
  static CompletionPoint of(String text) {
    Scan scan = new Scan();
    for (int i = 0; i < text.length(); i++) {
      scan.next(text.charAt(i));
    }
    return new CompletionPoint(
        List.copyOf(scan.words),
        scan.word.toString(),
        scan.raw.toString(),
        scan.quote,
        scan.inPipe,
        scan.redirect);
  }

  /** A forgiving reader of characters: it knows no errors. */
  private static final class Scan {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private final StringBuilder raw = new StringBuilder();
    private char quote;
    private boolean escaped;
    private boolean inPipe;
    private boolean redirect;

    private void next(char c) {
      if (escaped) {
        word.append(c);
        raw.append(c);
        escaped = false;
      } else if (c == '\\' && quote != '\'') {
        raw.append(c);
        escaped = true;
      } else if (quote != 0) {
        raw.append(c);
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        raw.append(c);
        quote = c;
      } else {
        bare(c);
      }
    }

    private void bare(char c) {
      switch (c) {
        case ' ', '\t' -> endWord();
        case '\n', ';', '&' -> {
          endWord();
          words.clear();
          inPipe = false;
          redirect = false;
        }
        case '|' -> {
          endWord();
          words.clear();
          inPipe = true;
        }
        case '<', '>' -> {
          if (!raw.toString().equals("2")) {
            endWord();
          }
          word.setLength(0);
          raw.setLength(0);
          redirect = true;
        }
        default -> {
          word.append(c);
          raw.append(c);
        }
      }
    }

    private void endWord() {
      if (raw.length() > 0) {
        if (!redirect) {
          words.add(word.toString());
        }
        redirect = false;
      }
      word.setLength(0);
      raw.setLength(0);
    }
  }
}

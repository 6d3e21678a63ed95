package io.recvq.cli;

import io.recvq.render.DisplayWidth;
import java.util.ArrayList;
import java.util.List;

/** Breaks a paragraph into lines at its spaces. */
final class TextWrap {
  private TextWrap() {}

  /** Lines of at most {@code columns} columns, unless a single word is longer. */
  static List<String> wrap(String text, int columns, String first, String rest) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : text.split(" ", -1)) {
      if (!empty && DisplayWidth.of(line.toString()) + 1 + DisplayWidth.of(word) > columns) {
        lines.add(line.toString());
        line = new StringBuilder(rest);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
    return lines;
  }
}

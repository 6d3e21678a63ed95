package io.recvq.render;

import java.util.ArrayList;
import java.util.List;

/** Breaks a paragraph into lines at its spaces, and a list between its items. */
public final class TextWrap {
  private TextWrap() {}

  /** Lines of at most {@code columns} columns, unless a single word is longer. */
  public static List<String> wrap(String text, int columns, String first, String rest) {
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

  /** Items, separated by commas, in lines of at most so many columns where an item allows. */
  public static List<String> items(List<String> items, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String item : items) {
      if (!line.isEmpty()) {
        line.append(',');
        if (DisplayWidth.of(line.toString()) + 1 + DisplayWidth.of(item) + 1 > columns) {
          lines.add(line.toString());
          line.setLength(0);
        } else {
          line.append(' ');
        }
      }
      line.append(item);
    }
    lines.add(line.toString());
    return lines;
  }
}

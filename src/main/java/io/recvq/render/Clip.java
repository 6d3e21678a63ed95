package io.recvq.render;

/** Cuts finished text, colours included, to a width. */
public final class Clip {
  private Clip() {}

  /** As many of the items, which two spaces part, as fit whole. */
  public static String toItems(String items, int columns) {
    String rest = items;
    while (DisplayWidth.of(rest) > columns && rest.contains("  ")) {
      rest = rest.substring(0, rest.lastIndexOf("  "));
    }
    return rest;
  }

  /** The beginning of the text that fits; a colour that is still on at the cut is ended. */
  public static String to(String text, int columns) {
    int used = 0;
    boolean colored = false;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (c == 0x1b && i + 1 < text.length() && text.charAt(i + 1) == '[') {
        int end = i + 2;
        while (end < text.length() && text.charAt(end) < '@') {
          end++;
        }
        colored = !text.startsWith("\u001b[0m", i);
        i = Math.min(end + 1, text.length());
        continue;
      }
      int width = DisplayWidth.of(c);
      if (used + width > columns) {
        String cut = text.substring(0, i);
        return colored ? cut + "\u001b[0m" : cut;
      }
      used += width;
      i += Character.charCount(c);
    }
    return text;
  }
}

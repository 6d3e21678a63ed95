package io.recvq.report;

import io.recvq.render.Escape;
import java.util.Locale;

/**
 * The text of a page while it is written. Everything that is handed to {@link #text} stays text,
 * whatever bytes a peer has put into it.
 */
final class Html {
  /** Longer text of a row is cut. */
  private static final int MAX_TEXT = 2_000;

  private final StringBuilder out = new StringBuilder(1 << 17);

  /** Adds markup of our own. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Adds text on one line, control characters and overrides of direction made visible. */
  Html text(String text) {
    return escaped(Escape.text(cut(text)));
  }

  /** Adds text of ours, of any length, that keeps its lines. */
  Html lines(String text) {
    text.lines().forEach(line -> escaped(Escape.text(line)).raw("\n"));
    return this;
  }

  /** Adds an element that holds nothing but text. */
  Html element(String tag, String text) {
    return raw("<" + tag + ">").text(text).raw("</" + tag.split(" ", 2)[0] + ">\n");
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }

  private Html escaped(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return this;
  }

  /** A moment in milliseconds, for the scripts of the page. */
  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.6f", nanos / 1e6);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}

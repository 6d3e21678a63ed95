package io.recvq.shell;

import io.recvq.cli.Commands;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Colours the line being typed: an unknown command red, options cyan, quoted text green, addresses
 * and variables yellow, comments dim.
 */
final class LineHighlighter implements Highlighter {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<string>'[^']*'?|\"(?:[^\"\\\\]|\\\\.)*\"?)"
              + "|(?<comment>(?<=^|\\s)#[^\\n]*)"
              + "|(?<operator>\\|\\|?|&&?|;|\\n|>>?|<)"
              + "|(?<space>[ \\t]+)"
              + "|(?<word>(?:\\\\.|[^\\s'\"|&;<>])+)",
          Pattern.DOTALL);
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:]+\\]|localhost)(:\\d+)?|:?\\d{2,5}");

  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle RED = PLAIN.foreground(AttributedStyle.RED);
  private static final AttributedStyle GREEN = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle YELLOW = PLAIN.foreground(AttributedStyle.YELLOW);
  private static final AttributedStyle CYAN = PLAIN.foreground(AttributedStyle.CYAN);
  private static final AttributedStyle FAINT = PLAIN.faint();
  private static final AttributedStyle BOLD = PLAIN.bold();

  private final boolean colored;

  LineHighlighter(boolean colored) {
    this.colored = colored;
  }

  @Override
  public AttributedString highlight(LineReader reader, String line) {
    return colored ? highlight(line) : new AttributedString(line);
  }

  static AttributedString highlight(String line) {
    AttributedStringBuilder styled = new AttributedStringBuilder();
    Matcher matcher = TOKEN.matcher(line);
    boolean first = true;
    boolean pipe = false;
    int end = 0;
    while (matcher.find()) {
      styled.append(line.substring(end, matcher.start()));
      end = matcher.end();
      String token = matcher.group();
      AttributedStyle style = PLAIN;
      if (matcher.group("string") != null) {
        style = GREEN;
        first = false;
      } else if (matcher.group("comment") != null) {
        style = FAINT;
      } else if (matcher.group("operator") != null) {
        style = BOLD;
        pipe = token.equals("|");
        first = !token.startsWith(">") && !token.equals("<");
      } else if (matcher.group("word") != null) {
        style = pipe ? PLAIN : word(token, first);
        first = !pipe && token.equals("time");
      }
      styled.styled(style, token);
    }
    return styled.append(line.substring(end)).toAttributedString();
  }

  private static AttributedStyle word(String word, boolean first) {
    if (first && !ADDRESS.matcher(word).matches()) {
      boolean known = Commands.isCommand(word) || Builtins.isBuiltin(List.of(word));
      return known ? BOLD : RED;
    }
    if (word.startsWith("-")) {
      return CYAN;
    }
    return word.startsWith("$") || ADDRESS.matcher(word).matches() ? YELLOW : PLAIN;
  }
}

package io.recvq.explain;

import io.recvq.explain.Entry.Example;
import io.recvq.explain.Entry.SystemNumber;
import io.recvq.explain.Entry.Transition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a text file of the reference. An entry begins with {@code [NAME] title}; the lines below it
 * are {@code key: value}; a line that begins with {@code #} is a comment. Throws
 * IllegalArgumentException with the line's number on anything else.
 */
final class ReferenceParser {
  /** The keys of an entry's lines. */
  private enum Key {
    ALSO,
    NUMBERS,
    MEANS,
    CAUSE,
    TELL,
    RUN,
    IN,
    OUT,
    SYSCTL,
    SEE;

    static Key of(String word) {
      for (Key key : values()) {
        if (key.name().equalsIgnoreCase(word)) {
          return key;
        }
      }
      throw new IllegalArgumentException("unknown key '" + word + "'");
    }
  }

  private final Topic topic;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Key, List<String>> values = new EnumMap<>(Key.class);
  private String name = "";
  private String title = "";

  private ReferenceParser(Topic topic) {
    this.topic = topic;
  }

  static List<Entry> parse(Topic topic, List<String> lines) {
    ReferenceParser parser = new ReferenceParser(topic);
    for (int i = 0; i < lines.size(); i++) {
      try {
        parser.line(lines.get(i));
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(topic.file() + ":" + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    parser.finish();
    return parser.entries;
  }

  private void line(String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    if (line.startsWith("[")) {
      finish();
      int end = line.indexOf("] ");
      name = line.substring(1, end);
      title = line.substring(end + 2);
      return;
    }
    int colon = line.indexOf(": ");
    Key key = Key.of(line.substring(0, colon));
    values.computeIfAbsent(key, k -> new ArrayList<>()).add(line.substring(colon + 2));
  }

  private void finish() {
    if (name.isEmpty()) {
      return;
    }
    entries.add(
        new Entry(
            topic,
            name,
            title,
            words(Key.ALSO),
            words(Key.NUMBERS).stream().map(ReferenceParser::number).toList(),
            String.join(" ", all(Key.MEANS)),
            all(Key.CAUSE),
            all(Key.TELL),
            all(Key.RUN).stream().map(ReferenceParser::example).toList(),
            all(Key.IN).stream().map(ReferenceParser::transition).toList(),
            all(Key.OUT).stream().map(ReferenceParser::transition).toList(),
            all(Key.SYSCTL),
            words(Key.SEE)));
    values.clear();
    name = "";
  }

  private List<String> all(Key key) {
    return values.getOrDefault(key, List.of());
  }

  private List<String> words(Key key) {
    List<String> words = new ArrayList<>();
    for (String line : all(key)) {
      int start = 0;
      for (int comma = line.indexOf(", "); comma >= 0; comma = line.indexOf(", ", start)) {
        words.add(line.substring(start, comma));
        start = comma + 2;
      }
      words.add(line.substring(start));
    }
    return words;
  }

  /** {@code Windows 10054 WSAECONNRESET} or {@code Linux 104}. */
  private static SystemNumber number(String text) {
    int number = text.indexOf(' ') + 1;
    int name = text.indexOf(' ', number);
    int end = name < 0 ? text.length() : name;
    return new SystemNumber(
        text.substring(0, number - 1),
        Integer.parseInt(text.substring(number, end)),
        text.substring(Math.min(end + 1, text.length())));
  }

  private static Example example(String text) {
    int dash = text.indexOf(" -- ");
    return new Example(text.substring(0, dash), text.substring(dash + 4));
  }

  private static Transition transition(String text) {
    int bar = text.indexOf(" | ");
    return new Transition(text.substring(0, bar), text.substring(bar + 3));
  }
}

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
 * are {@code key: value}, its other spellings ({@code also}, {@code numbers}, {@code sysctl})
 * first; a line that begins with {@code #} is a comment. Throws IllegalArgumentException with the
 * line's number on anything else.
 */
final class ReferenceParser {
  /** The keys of an entry's lines below its spellings. */
  private enum Key {
    MEANS,
    CAUSE,
    TELL,
    RUN,
    IN,
    OUT,
    SEE;

    static Key of(String word) {
      for (Key key : values()) {
        if (key.name().equalsIgnoreCase(word)) {
          return key;
        }
      }
      throw new IllegalArgumentException("unknown or misplaced key '" + word + "'");
    }
  }

  private ReferenceParser() {}

  /** The entries of one file. */
  static List<Section> sections(Topic topic, String text) {
    List<Section> sections = new ArrayList<>();
    int start = text.startsWith("[") ? 0 : text.indexOf("\n[") + 1;
    while (start > 0 || text.startsWith("[", start)) {
      int next = text.indexOf("\n[", start);
      sections.add(new Section(topic, text, start, next < 0 ? text.length() : next + 1));
      if (next < 0) {
        break;
      }
      start = next + 1;
    }
    return sections;
  }

  /** The whole of one entry, whose text begins at {@code start}. */
  static Entry entry(Section section, String text, int start, int end) {
    Map<Key, List<String>> values = new EnumMap<>(Key.class);
    boolean spellings = true;
    for (int line = lineEnd(text, start) + 1; line < end; line = lineEnd(text, line) + 1) {
      String each = text.substring(line, lineEnd(text, line));
      if (each.isEmpty() || each.startsWith("#")) {
        continue;
      }
      spellings &=
          each.startsWith("also: ") || each.startsWith("numbers: ") || each.startsWith("sysctl: ");
      if (!spellings) {
        add(values, section.topic(), text, line, each);
      }
    }
    List<String> see = new ArrayList<>();
    for (String names : all(values, Key.SEE)) {
      splitInto(see, names);
    }
    return new Entry(
        section.topic(),
        section.name(),
        section.title(),
        section.aliases(),
        section.numbers(),
        String.join(" ", all(values, Key.MEANS)),
        all(values, Key.CAUSE),
        all(values, Key.TELL),
        examples(all(values, Key.RUN)),
        transitions(all(values, Key.IN)),
        transitions(all(values, Key.OUT)),
        section.sysctls(),
        see);
  }

  private static void add(
      Map<Key, List<String>> values, Topic topic, String text, int at, String line) {
    int colon = line.indexOf(": ");
    try {
      Key key = Key.of(line.substring(0, Math.max(colon, 0)));
      List<String> same = values.get(key);
      if (same == null) {
        same = new ArrayList<>();
        values.put(key, same);
      }
      same.add(line.substring(colon + 2));
    } catch (IllegalArgumentException e) {
      throw wrong(topic, text, at, String.valueOf(e.getMessage()));
    }
  }

  private static List<String> all(Map<Key, List<String>> values, Key key) {
    return values.getOrDefault(key, List.of());
  }

  /** Where the line that begins here ends. */
  static int lineEnd(String text, int start) {
    int end = text.indexOf('\n', start);
    return end < 0 ? text.length() : end;
  }

  /** Adds the parts of a list separated by comma and space. */
  static void splitInto(List<String> words, String list) {
    int start = 0;
    for (int comma = list.indexOf(", "); comma >= 0; comma = list.indexOf(", ", start)) {
      words.add(list.substring(start, comma));
      start = comma + 2;
    }
    words.add(list.substring(start));
  }

  /** An exception that names the file and the line of this place. */
  static IllegalArgumentException wrong(Topic topic, String text, int at, String what) {
    int line = 1;
    for (int i = 0; i < at; i++) {
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return new IllegalArgumentException(topic.file() + ":" + line + ": " + what);
  }

  /** {@code Windows 10054 WSAECONNRESET} or {@code Linux 104}. */
  static SystemNumber number(String text) {
    int number = text.indexOf(' ') + 1;
    int name = text.indexOf(' ', number);
    int end = name < 0 ? text.length() : name;
    return new SystemNumber(
        text.substring(0, number - 1),
        Integer.parseInt(text.substring(number, end)),
        text.substring(Math.min(end + 1, text.length())));
  }

  private static List<Example> examples(List<String> lines) {
    List<Example> examples = new ArrayList<>();
    for (String text : lines) {
      int dash = text.indexOf(" -- ");
      examples.add(new Example(text.substring(0, dash), text.substring(dash + 4)));
    }
    return examples;
  }

  private static List<Transition> transitions(List<String> lines) {
    List<Transition> transitions = new ArrayList<>();
    for (String text : lines) {
      int bar = text.indexOf(" | ");
      transitions.add(new Transition(text.substring(0, bar), text.substring(bar + 3)));
    }
    return transitions;
  }
}

package io.recvq.explain;

import io.recvq.explain.Entry.SystemNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry as it stands in its file. A question needs the spellings of all entries but the text of
 * one or two: the rest is read when it is asked for, which makes a look-up three times as fast.
 */
final class Section {
  private final Topic topic;
  private final String text;
  private final int start;
  private final int end;
  private @Nullable Entry entry;

  private final String name;
  private final String title;
  private final List<String> aliases = new ArrayList<>(4);
  private final List<SystemNumber> numbers = new ArrayList<>(4);
  private final List<String> sysctls = new ArrayList<>(1);

  /**
   * Reads the spellings, which are the first lines.
   *
   * @param text the file's text; this section is from start, its {@code [NAME] title}, to end
   */
  Section(Topic topic, String text, int start, int end) {
    this.topic = topic;
    this.text = text;
    this.start = start;
    this.end = end;
    int bracket = text.indexOf("] ", start);
    int headEnd = ReferenceParser.lineEnd(text, start);
    if (bracket < 0 || bracket > headEnd) {
      throw ReferenceParser.wrong(topic, text, start, "an entry begins with [NAME] title");
    }
    this.name = text.substring(start + 1, bracket);
    this.title = text.substring(bracket + 2, headEnd);
    int line = headEnd + 1;
    while (line < end && spelling(line)) {
      line = ReferenceParser.lineEnd(text, line) + 1;
    }
  }

  private boolean spelling(int line) {
    int lineEnd = ReferenceParser.lineEnd(text, line);
    if (text.startsWith("also: ", line)) {
      ReferenceParser.splitInto(aliases, text.substring(line + 6, lineEnd));
    } else if (text.startsWith("numbers: ", line)) {
      List<String> each = new ArrayList<>(4);
      ReferenceParser.splitInto(each, text.substring(line + 9, lineEnd));
      for (String number : each) {
        numbers.add(ReferenceParser.number(number));
      }
    } else if (text.startsWith("sysctl: ", line)) {
      sysctls.add(text.substring(line + 8, lineEnd));
    } else {
      return false;
    }
    return true;
  }

  Topic topic() {
    return topic;
  }

  String name() {
    return name;
  }

  String title() {
    return title;
  }

  List<String> aliases() {
    return aliases;
  }

  List<SystemNumber> numbers() {
    return numbers;
  }

  List<String> sysctls() {
    return sysctls;
  }

  /** The whole entry. Throws IllegalArgumentException with the file's line where it is wrong. */
  Entry entry() {
    Entry known = entry;
    if (known == null) {
      known = ReferenceParser.entry(this, text, start, end);
      entry = known;
    }
    return known;
  }
}

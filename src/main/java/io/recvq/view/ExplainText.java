package io.recvq.view;

import io.recvq.explain.Entry;
import io.recvq.explain.Entry.Example;
import io.recvq.explain.Entry.SystemNumber;
import io.recvq.explain.Entry.Transition;
import io.recvq.explain.Reference;
import io.recvq.explain.Topic;
import io.recvq.render.DisplayWidth;
import io.recvq.render.Style;
import io.recvq.render.TextWrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Entries of the reference as text of at most {@code columns} columns. */
public final class ExplainText {
  private static final int WIDEST = 96;

  private static final char NO_BREAK = '\u00a0';

  private final Style style;
  private final int columns;

  /** Text is wrapped at the columns. */
  public ExplainText(Style style, int columns) {
    this.style = style;
    this.columns = Math.min(columns, WIDEST);
  }

  /**
   * One entry in full.
   *
   * @param values present values of kernel settings, by the setting's full name
   */
  public List<String> entry(Entry entry, Map<String, String> values) {
    List<String> lines = new ArrayList<>();
    lines.add(
        style.bold(style.cyan(entry.name()))
            + "  "
            + style.bold(entry.title())
            + "  "
            + style.dim("(" + entry.topic().title() + ")"));
    if (!entry.numbers().isEmpty()) {
      StringJoiner numbers = new StringJoiner(", ");
      for (SystemNumber number : entry.numbers()) {
        numbers.add(number(number));
      }
      lines.add(numbers.toString());
    }
    for (String sysctl : entry.sysctls()) {
      lines.add(sysctl + " = " + values.getOrDefault(sysctl, "(cannot be read on this system)"));
    }
    lines.add("");
    lines.addAll(TextWrap.wrap(entry.meaning(), columns, "", ""));
    if (!entry.in().isEmpty() || !entry.out().isEmpty()) {
      lines.add("");
      lines.addAll(StateDiagram.lines(entry));
    }
    bullets(lines, "Usual causes", entry.causes());
    bullets(lines, "How to tell", entry.tells());
    runs(lines, entry.runs());
    if (!entry.see().isEmpty()) {
      lines.add("");
      lines.addAll(names("See also: ", entry.see(), ""));
    }
    return lines;
  }

  private static String number(SystemNumber number) {
    String text = number.system() + " " + number.number();
    return number.name().isEmpty() ? text : text + " (" + number.name() + ")";
  }

  private void bullets(List<String> lines, String heading, List<String> items) {
    if (items.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold(heading));
    for (String item : items) {
      lines.addAll(TextWrap.wrap(item, columns, "  - ", "    "));
    }
  }

  private void runs(List<String> lines, List<Example> runs) {
    if (runs.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold("Run"));
    int width = 0;
    int shows = 0;
    for (Example run : runs) {
      width = Math.max(width, run.command().length());
      shows = Math.max(shows, run.shows().length());
    }
    boolean beside = width + shows + 4 <= columns;
    for (Example run : runs) {
      if (beside) {
        String pad = " ".repeat(width - run.command().length() + 2);
        lines.add("  " + style.green(run.command()) + pad + style.dim(run.shows()));
      } else {
        lines.add("  " + style.green(run.command()));
        lines.add("      " + style.dim(run.shows()));
      }
    }
  }

  /** One line for each entry: name, title. */
  public List<String> list(List<Entry> entries) {
    int width = entries.stream().mapToInt(e -> DisplayWidth.of(e.name())).max().orElse(0);
    return entries.stream()
        .map(
            e ->
                "  "
                    + style.cyan(e.name())
                    + " ".repeat(width - DisplayWidth.of(e.name()) + 2)
                    + e.title())
        .toList();
  }

  /** All words of the reference by topic. */
  public List<String> index(Reference reference) {
    List<String> lines = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      lines.add((lines.isEmpty() ? "" : "\n") + style.bold(topic.heading()));
      List<String> all =
          reference.entries().stream().filter(e -> e.topic() == topic).map(Entry::name).toList();
      lines.addAll(names("", all, "  "));
    }
    return lines;
  }

  /** Names in lines that break between two of them, and never inside one. */
  private List<String> names(String words, List<String> names, String indent) {
    String text =
        names.stream().map(n -> n.replace(' ', NO_BREAK)).collect(Collectors.joining(", "));
    return TextWrap.wrap(words + text, columns, indent, "  ").stream()
        .map(line -> line.replace(NO_BREAK, ' '))
        .toList();
  }

  /** The two sides of a TCP state: where a connection comes from and where it goes. */
  static final class StateDiagram {
    private StateDiagram() {}

    static List<String> lines(Entry entry) {
      int states = entry.in().stream().mapToInt(t -> t.state().length()).max().orElse(0);
      List<String> in =
          entry.in().stream()
              .map(t -> t.state() + " ".repeat(states - t.state().length() + 2) + t.event())
              .toList();
      List<String> out = entry.out().stream().map(Transition::event).toList();
      int width =
          Math.max(
              in.stream().mapToInt(String::length).max().orElse(0),
              out.stream().mapToInt(String::length).max().orElse(0));
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < in.size(); i++) {
        lines.add("  " + arm(in.get(i), width) + (i == 0 ? "\u2510" : "\u2524"));
      }
      String gap = " ".repeat(width + 5);
      if (!in.isEmpty()) {
        lines.add(gap + "\u25bc");
      }
      int half = entry.name().length() / 2;
      lines.add(" ".repeat(Math.max(0, width + 5 - half)) + entry.name());
      if (!out.isEmpty()) {
        lines.add(gap + "\u2502");
      }
      for (int i = 0; i < out.size(); i++) {
        String corner = i == out.size() - 1 ? "\u2534" : "\u253c";
        lines.add(
            "  "
                + arm(out.get(i), width)
                + corner
                + "\u2500\u2500\u25b6 "
                + entry.out().get(i).state());
      }
      return lines;
    }

    private static String arm(String text, int width) {
      return text + " " + "\u2500".repeat(width - text.length() + 2);
    }
  }
}

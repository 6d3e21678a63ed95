package io.recvq.explain;

import io.recvq.explain.Entry.SystemNumber;
import io.recvq.net.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** All entries of the reference, found by word, by number or by text. */
public final class Reference {
  private static final int MOST_SUGGESTIONS = 5;

  private final List<Section> sections;

  /** Positions in {@link #sections}, in order; names come before other spellings. */
  private final Map<String, List<Integer>> byWord = new LinkedHashMap<>();

  private Reference(List<Section> sections) {
    this.sections = List.copyOf(sections);
    for (int i = 0; i < sections.size(); i++) {
      index(sections.get(i).name(), i);
    }
    for (int i = 0; i < sections.size(); i++) {
      Section section = sections.get(i);
      index(section.title(), i);
      for (String alias : section.aliases()) {
        index(alias, i);
      }
      for (String sysctl : section.sysctls()) {
        index(sysctl, i);
      }
      for (SystemNumber number : section.numbers()) {
        index(number.name(), i);
      }
    }
  }

  /** Reads the reference from the text files of this package. */
  public static Reference load() {
    List<Section> sections = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      sections.addAll(ReferenceParser.sections(topic, text(topic.file())));
    }
    return new Reference(sections);
  }

  private static String text(String file) {
    try (InputStream in = Reference.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void index(String word, int position) {
    if (!word.isEmpty()) {
      String normal = WordForms.normal(word);
      List<Integer> same = byWord.get(normal);
      if (same == null) {
        same = new ArrayList<>(1);
        byWord.put(normal, same);
      }
      if (!same.contains(position)) {
        same.add(position);
      }
    }
  }

  /** All entries, topic by topic. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(sections.size());
    for (Section section : sections) {
      entries.add(section.entry());
    }
    return entries;
  }

  /**
   * What these words name: first as one phrase ({@code time wait}, {@code icmp 3/1}), else each
   * word by itself. Entries come once each; empty when a word names nothing.
   */
  public List<Entry> find(List<String> words) {
    List<Entry> phrase = find(String.join(" ", words));
    if (!phrase.isEmpty() || words.size() == 1) {
      return phrase;
    }
    Set<Entry> each = new LinkedHashSet<>();
    for (String word : words) {
      List<Entry> found = find(word);
      if (found.isEmpty()) {
        return List.of();
      }
      each.addAll(found);
    }
    return List.copyOf(each);
  }

  /** What one word or phrase names; a number names the errno that has it, Linux's first. */
  public List<Entry> find(String word) {
    if (WordForms.isNumber(word)) {
      return byNumber(Integer.parseInt(word.strip()));
    }
    for (String form : WordForms.of(word)) {
      List<Integer> found = byWord.get(form);
      if (found != null) {
        List<Entry> entries = new ArrayList<>(found.size());
        for (int position : found) {
          entries.add(sections.get(position).entry());
        }
        return entries;
      }
    }
    return List.of();
  }

  private List<Entry> byNumber(int number) {
    List<Entry> linux = new ArrayList<>();
    List<Entry> others = new ArrayList<>();
    for (Section section : sections) {
      boolean other = false;
      boolean here = false;
      for (SystemNumber each : section.numbers()) {
        other |= each.number() == number;
        here |= each.number() == number && each.system().equals("Linux");
      }
      if (here) {
        linux.add(section.entry());
      } else if (other) {
        others.add(section.entry());
      }
    }
    linux.addAll(others);
    return linux;
  }

  /** Entries that contain every one of these words, those with the word in name or title first. */
  public List<Entry> search(List<String> words) {
    List<String> needles = words.stream().map(w -> w.toLowerCase(Locale.ROOT)).toList();
    return entries().stream()
        .filter(entry -> needles.stream().allMatch(textOf(entry)::contains))
        .sorted(Comparator.comparing(entry -> !needles.stream().allMatch(headOf(entry)::contains)))
        .toList();
  }

  private static String headOf(Entry entry) {
    return (entry.name() + " " + entry.title() + " " + String.join(" ", entry.aliases()))
        .toLowerCase(Locale.ROOT);
  }

  private static String textOf(Entry entry) {
    return (headOf(entry)
            + " "
            + entry.meaning()
            + " "
            + String.join(" ", entry.causes())
            + " "
            + String.join(" ", entry.tells()))
        .toLowerCase(Locale.ROOT);
  }

  /** The words of the reference that look most like this one, best first; may be empty. */
  public List<String> nearest(String word) {
    String wanted = WordForms.normal(word);
    int most = Nearest.mostEdits(wanted);
    record Candidate(String name, int distance) {}
    List<Candidate> candidates = new ArrayList<>();
    for (Map.Entry<String, List<Integer>> known : byWord.entrySet()) {
      int distance = Nearest.distance(wanted, known.getKey());
      int within = wanted.length() < 3 ? -1 : known.getKey().indexOf(wanted);
      if (within >= 0) {
        distance = Math.min(distance, within == 0 ? 0 : 1);
      }
      if (distance <= most) {
        candidates.add(new Candidate(sections.get(known.getValue().get(0)).name(), distance));
      }
    }
    return candidates.stream()
        .sorted(Comparator.comparingInt(Candidate::distance))
        .map(Candidate::name)
        .distinct()
        .limit(MOST_SUGGESTIONS)
        .toList();
  }
}

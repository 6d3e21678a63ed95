package io.recvq.explain;

import io.recvq.explain.Entry.SystemNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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

  private final List<Entry> entries;

  /** Positions in {@link #entries}, in order; names come before other spellings. */
  private final Map<String, List<Integer>> byWord = new LinkedHashMap<>();

  private Reference(List<Entry> entries) {
    this.entries = List.copyOf(entries);
    for (int i = 0; i < entries.size(); i++) {
      index(entries.get(i).name(), i);
    }
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      index(entry.title(), i);
      for (String alias : entry.aliases()) {
        index(alias, i);
      }
      for (String sysctl : entry.sysctls()) {
        index(sysctl, i);
      }
      for (SystemNumber number : entry.numbers()) {
        index(number.name(), i);
      }
    }
  }

  /** Reads the reference from the text files of this package. */
  public static Reference load() {
    List<Entry> entries = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      entries.addAll(ReferenceParser.parse(topic, lines(topic.file())));
    }
    return new Reference(entries);
  }

  private static List<String> lines(String file) {
    try (InputStream in = Reference.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + file);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void index(String word, int position) {
    if (!word.isEmpty()) {
      List<Integer> same = byWord.computeIfAbsent(WordForms.normal(word), k -> new ArrayList<>(1));
      if (!same.contains(position)) {
        same.add(position);
      }
    }
  }

  /** All entries, topic by topic. */
  public List<Entry> entries() {
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
        return found.stream().map(entries::get).toList();
      }
    }
    return List.of();
  }

  private List<Entry> byNumber(int number) {
    Comparator<Entry> linuxFirst =
        Comparator.comparing(
            entry ->
                entry.numbers().stream()
                    .noneMatch(n -> n.system().equals("Linux") && n.number() == number));
    return entries.stream()
        .filter(entry -> entry.numbers().stream().anyMatch(n -> n.number() == number))
        .sorted(linuxFirst)
        .toList();
  }

  /** Entries that contain every one of these words, those with the word in name or title first. */
  public List<Entry> search(List<String> words) {
    List<String> needles = words.stream().map(w -> w.toLowerCase(Locale.ROOT)).toList();
    return entries.stream()
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
    int most = Math.max(2, wanted.length() / 3);
    record Candidate(String name, int distance) {}
    List<Candidate> candidates = new ArrayList<>();
    for (Map.Entry<String, List<Integer>> known : byWord.entrySet()) {
      int distance = distance(wanted, known.getKey());
      int within = wanted.length() < 3 ? -1 : known.getKey().indexOf(wanted);
      if (within >= 0) {
        distance = Math.min(distance, within == 0 ? 0 : 1);
      }
      if (distance <= most) {
        candidates.add(new Candidate(entries.get(known.getValue().get(0)).name(), distance));
      }
    }
    return candidates.stream()
        .sorted(Comparator.comparingInt(Candidate::distance))
        .map(Candidate::name)
        .distinct()
        .limit(MOST_SUGGESTIONS)
        .toList();
  }

  /** Levenshtein's distance, in characters. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}

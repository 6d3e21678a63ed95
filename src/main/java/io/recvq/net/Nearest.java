package io.recvq.net;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known word that a mistyped one most likely meant. */
public final class Nearest {
  private Nearest() {}

  /** The nearest word by edit distance; empty where none is close. */
  public static Optional<String> to(String word, Collection<String> known) {
    int atMost = mostEdits(word);
    return known.stream()
        .filter(k -> distance(word, k) <= atMost)
        .min(Comparator.<String>comparingInt(k -> distance(word, k)).thenComparing(k -> k));
  }

  /**
   * How many edits away a word may be that was meant: two make any word of three letters into any
   * other.
   */
  public static int mostEdits(String word) {
    return word.length() < 5 ? 1 : Math.max(2, word.length() / 3);
  }

  /** Levenshtein's distance, where two neighbours that changed places are one edit. */
  public static int distance(String a, String b) {
    int[] beforePrevious = new int[0];
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
        if (swapped(a, i, b, j)) {
          current[j] = Math.min(current[j], 1 + beforePrevious[j - 2]);
        }
      }
      beforePrevious = previous;
      previous = current;
    }
    return previous[b.length()];
  }

  /** Whether the last two letters of both beginnings are each other's. */
  private static boolean swapped(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}

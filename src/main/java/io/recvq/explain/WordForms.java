package io.recvq.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spellings of one word: {@code TIME_WAIT}, {@code time wait}, {@code icmp type 3 code 1}. */
final class WordForms {
  private static final Pattern ICMP =
      Pattern.compile("(icmp(?:v?6)?)?-?(?:type-)?(\\d{1,3})(?:(?:/|-code-|-)(\\d{1,3}))?");
  private static final List<String> PREFIXES = List.of("tcp-", "tcpi-", "icmp-");

  private WordForms() {}

  static boolean isNumber(String word) {
    String stripped = word.strip();
    for (int i = 0; i < stripped.length(); i++) {
      if (stripped.charAt(i) < '0' || stripped.charAt(i) > '9') {
        return false;
      }
    }
    return !stripped.isEmpty() && stripped.length() <= 5;
  }

  /** The form under which words are compared. */
  static String normal(String word) {
    String stripped = word.strip();
    StringBuilder normal = new StringBuilder(stripped.length());
    boolean gap = false;
    for (int i = 0; i < stripped.length(); i++) {
      char c = stripped.charAt(i);
      boolean space = c == '_' || Character.isWhitespace(c);
      if (!space || !gap) {
        normal.append(space ? '-' : Character.toLowerCase(c));
      }
      gap = space;
    }
    return normal.toString();
  }

  /** The forms to look up, the most exact first. */
  static List<String> of(String word) {
    String normal = normal(word);
    List<String> forms = new ArrayList<>(List.of(normal));
    Matcher icmp = ICMP.matcher(normal);
    if (icmp.matches()) {
      boolean six = icmp.group(1) != null && icmp.group(1).endsWith("6");
      String type = (six ? "icmp6-" : "icmp-") + icmp.group(2);
      if (icmp.group(3) != null) {
        forms.add(type + "/" + icmp.group(3));
      }
      forms.add(type);
    }
    int value = normal.indexOf('=');
    int moment = normal.indexOf('@');
    if (value > 0 || moment > 0) {
      int end = value > 0 && moment > 0 ? Math.min(value, moment) : Math.max(value, moment);
      forms.add(normal.substring(0, end));
    }
    for (String prefix : PREFIXES) {
      if (normal.startsWith(prefix)) {
        forms.add(normal.substring(prefix.length()));
      }
    }
    // A field of TCP_INFO that is another spelling of an entry has the kernel's name there.
    forms.add("tcpi-" + normal);
    return forms;
  }
}

package io.recvq.view;

import io.recvq.peer.GrantedOption;
import io.recvq.render.JsonLines;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Socket options asked for beside what the system granted, for eyes and as JSON. */
public final class GrantedOptionText {
  private GrantedOptionText() {}

  /** A line an option, each begun by the end of the line before; empty when there is none. */
  static String below(List<GrantedOption> options) {
    return options.stream().map(option -> "\n  " + line(option)).collect(Collectors.joining());
  }

  /** As {@code SO_SNDBUF 65,536 asked, 131,072 granted}. */
  public static String line(GrantedOption option) {
    return String.format(
        Locale.ROOT,
        "%-12s %,d asked, %,d granted",
        option.name(),
        option.asked(),
        option.granted());
  }

  /** Adds the array {@code options} to the object that is being written. */
  static void write(JsonLines json, List<GrantedOption> options) {
    json.array("options");
    for (GrantedOption option : options) {
      json.element()
          .put("name", option.name())
          .put("asked", option.asked())
          .put("granted", option.granted())
          .end();
    }
    json.end();
  }
}

package io.recvq.check;

import io.recvq.document.DocumentException;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Values of a check file that no report and no message may show. */
final class Secrets {
  private static final String MASK = "***";

  private final List<String> values;

  /**
   * @param values in any order; empty ones hide nothing
   */
  Secrets(Collection<String> values) {
    // The longest first, so that one that holds another is hidden as a whole.
    this.values =
        values.stream()
            .filter(value -> !value.isEmpty())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** The text with three stars in place of each secret. */
  String mask(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }

  /** The same check, in whose answers and failures the secrets are hidden. */
  Check mask(Check check) {
    if (values.isEmpty()) {
      return check;
    }
    return deadline -> {
      try {
        Outcome outcome = check.run(deadline);
        return new Outcome(outcome.status(), mask(outcome.message()));
      } catch (IOException e) {
        return new Outcome(CheckStatus.ERROR, mask(String.valueOf(e.getMessage())));
      }
    };
  }

  /** The same problem at the same place without the secrets that it quotes. */
  DocumentException mask(DocumentException problem) {
    return values.isEmpty() ? problem : problem.rewritten(mask(problem.getMessage()));
  }
}

package io.recvq.check;

import java.util.Locale;

/** How a check ended. */
public enum CheckStatus {
  PASS,
  /** It could be checked and does not hold. */
  FAIL,
  /** It could not be checked: rights, a name that does not resolve, a file that is not there. */
  ERROR,
  /** It was not run: left out by tags, or the run ended before its turn. */
  SKIP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

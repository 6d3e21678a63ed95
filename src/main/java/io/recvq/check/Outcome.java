package io.recvq.check;

/**
 * What one attempt of a check found.
 *
 * @param message what was seen, in one line; may hold foreign text
 */
public record Outcome(CheckStatus status, String message) {
  static Outcome pass(String message) {
    return new Outcome(CheckStatus.PASS, message);
  }

  static Outcome fail(String message) {
    return new Outcome(CheckStatus.FAIL, message);
  }

  /** Passes or fails, with what was seen either way. */
  static Outcome of(boolean good, String seen) {
    return good ? pass(seen) : fail(seen);
  }

  /** The opposite of what it says; an error stays one. */
  Outcome negated() {
    return switch (status) {
      case PASS -> fail(message + ", which should not be");
      case FAIL -> pass(message + ", as it should");
      case ERROR, SKIP -> this;
    };
  }
}

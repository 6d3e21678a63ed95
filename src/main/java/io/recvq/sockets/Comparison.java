package io.recvq.sockets;

import java.util.Optional;

/** How a filter compares numbers. */
public enum Comparison {
  EQUAL,
  NOT_EQUAL,
  LESS,
  AT_MOST,
  GREATER,
  AT_LEAST;

  /** The comparison that a word stands for, in C's signs or ss's letters. */
  static Optional<Comparison> of(String word) {
    return switch (word) {
      case "=", "==", "eq" -> Optional.of(EQUAL);
      case "!=", "ne", "neq" -> Optional.of(NOT_EQUAL);
      case "<", "lt" -> Optional.of(LESS);
      case "<=", "le", "leq" -> Optional.of(AT_MOST);
      case ">", "gt" -> Optional.of(GREATER);
      case ">=", "ge", "geq" -> Optional.of(AT_LEAST);
      default -> Optional.empty();
    };
  }

  boolean holds(long value, long number) {
    return switch (this) {
      case EQUAL -> value == number;
      case NOT_EQUAL -> value != number;
      case LESS -> value < number;
      case AT_MOST -> value <= number;
      case GREATER -> value > number;
      case AT_LEAST -> value >= number;
    };
  }
}

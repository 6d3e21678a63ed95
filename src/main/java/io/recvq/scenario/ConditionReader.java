package io.recvq.scenario;

import io.recvq.document.DocNode;
import io.recvq.document.DocumentException;
import io.recvq.net.SizeText;
import io.recvq.scenario.Condition.Comparison;
import io.recvq.scenario.Condition.Subject;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads conditions of scenario files: {@code END SUBJECT [STATE] SIGN VALUE}. */
final class ConditionReader {
  private static final String GONE = "gone";

  private final DocNode node;
  private final String text;
  private final String[] words;

  private ConditionReader(DocNode node, String text) {
    this.node = node;
    this.text = text;
    this.words = text.strip().split("\\s+");
  }

  static Condition read(DocNode node, Set<String> ends) throws DocumentException {
    return new ConditionReader(node, node.text("a condition")).condition(ends);
  }

  private Condition condition(Set<String> ends) throws DocumentException {
    if (words.length < 4) {
      throw node.wrong("a condition is END SUBJECT SIGN VALUE, as 'client send-q > 0'");
    }
    if (!ends.contains(words[0])) {
      throw node.wrong("there is no end '" + words[0] + "'; there are " + ends);
    }
    Subject subject = subject();
    int sign = subject == Subject.SOCKETS ? 3 : 2;
    if (words.length != sign + 2) {
      throw node.wrong("'" + text + "' has too few or too many words");
    }
    Comparison comparison = comparison(words[sign]);
    String value = words[sign + 1];
    return switch (subject) {
      case STATE -> {
        equality(comparison);
        yield new Condition(
            text,
            words[0],
            subject,
            value.equals(GONE) ? Optional.empty() : Optional.of(state(value)),
            "",
            comparison,
            0);
      }
      case TIMER -> {
        equality(comparison);
        yield new Condition(text, words[0], subject, Optional.empty(), timer(value), comparison, 0);
      }
      case SOCKETS ->
          new Condition(
              text, words[0], subject, Optional.of(state(words[2])), "", comparison, number(value));
      default ->
          new Condition(text, words[0], subject, Optional.empty(), "", comparison, number(value));
    };
  }

  private Subject subject() throws DocumentException {
    List<String> known = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      if (subject.word().equals(words[1])) {
        return subject;
      }
      known.add(subject.word());
    }
    throw node.wrong("'" + words[1] + "' is none of " + String.join(", ", known));
  }

  private Comparison comparison(String sign) throws DocumentException {
    for (Comparison comparison : Comparison.values()) {
      if (comparison.sign().equals(sign)) {
        return comparison;
      }
    }
    throw node.wrong("'" + sign + "' is none of = >= <= > <");
  }

  private void equality(Comparison comparison) throws DocumentException {
    if (comparison != Comparison.EQUAL) {
      throw node.wrong("a " + words[1] + " can only be =");
    }
  }

  private SocketState state(String word) throws DocumentException {
    for (SocketState state : SocketState.values()) {
      if (state.name().equals(word)) {
        return state;
      }
    }
    throw node.wrong(
        "'" + word + "' is no state; there are " + Arrays.toString(SocketState.values()));
  }

  private String timer(String word) throws DocumentException {
    for (SocketTimer.Kind kind : SocketTimer.Kind.values()) {
      if (kind.word().equals(word)) {
        return word;
      }
    }
    throw node.wrong("'" + word + "' is no timer: off, on, keepalive, timewait or persist");
  }

  private double number(String value) throws DocumentException {
    try {
      return value.matches("[0-9]{1,9}\\.[0-9]{1,6}")
          ? Double.parseDouble(value)
          : SizeText.parse(value);
    } catch (IllegalArgumentException e) {
      throw node.wrong(String.valueOf(e.getMessage()));
    }
  }
}

package io.recvq.scenario;

import io.recvq.document.DocNode;
import io.recvq.document.DocumentException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A mapping of a scenario file whose key {@code fault} says what of it is the fault: {@code true}
 * for all of it, names of its keys, or keys with the values of a sound program. Without the fault,
 * those keys are left out or have the sound values.
 */
final class FaultyNode {
  private static final String FAULT = "fault";

  private final DocNode node;
  private final boolean withFault;
  private final boolean whole;
  private final Set<String> faulty = new HashSet<>();
  private final Map<String, DocNode> sound = new HashMap<>();

  /**
   * @param known the keys that may be there, {@code fault} aside
   * @param withFault whether the values are those with the fault
   */
  FaultyNode(DocNode node, String what, Set<String> known, boolean withFault)
      throws DocumentException {
    this.node = node;
    this.withFault = withFault;
    Set<String> keys = new HashSet<>(known);
    keys.add(FAULT);
    node.keys(what, keys);
    Optional<DocNode> fault = node.get(FAULT);
    this.whole =
        fault.isPresent()
            && fault.get().kind() == DocNode.Kind.SCALAR
            && fault.get().text("'fault'").equals("true");
    if (fault.isPresent() && !whole) {
      readFault(fault.get());
    }
  }

  private void readFault(DocNode fault) throws DocumentException {
    if (fault.kind() == DocNode.Kind.MAPPING) {
      for (String key : fault.anyKeys("'fault'")) {
        sound.put(key, fault.require(key, "'fault'"));
        faulty.add(key);
      }
    } else {
      for (DocNode key : fault.oneOrMore()) {
        faulty.add(key.text("'fault'"));
      }
    }
    for (String key : faulty) {
      if (node.get(key).isEmpty()) {
        throw fault.wrong("'fault' is true, or names keys beside it; '" + key + "' is not there");
      }
    }
  }

  DocNode node() {
    return node;
  }

  /** Whether the fault is here. */
  boolean isFault() {
    return whole || !faulty.isEmpty();
  }

  /** Whether nothing of it is left without the fault. */
  boolean isLeftOut() {
    return whole && !withFault;
  }

  /** The value of a key. */
  Optional<DocNode> get(String key) {
    if (withFault || !faulty.contains(key)) {
      return node.get(key);
    }
    return Optional.ofNullable(sound.get(key));
  }

  boolean has(String key) {
    return get(key).isPresent();
  }

  Optional<String> text(String key) throws DocumentException {
    Optional<DocNode> value = get(key);
    return value.isPresent() ? Optional.of(value.get().text(quoted(key))) : Optional.empty();
  }

  Optional<Boolean> flag(String key) throws DocumentException {
    Optional<DocNode> value = get(key);
    return value.isPresent() ? Optional.of(value.get().flag(quoted(key))) : Optional.empty();
  }

  OptionalInt number(String key, int least, int most) throws DocumentException {
    Optional<DocNode> value = get(key);
    return value.isPresent()
        ? OptionalInt.of((int) value.get().number(quoted(key), least, most))
        : OptionalInt.empty();
  }

  OptionalInt size(String key, long most) throws DocumentException {
    Optional<DocNode> value = get(key);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    long size = value.get().size(quoted(key));
    if (size > most) {
      throw value.get().wrong(quoted(key) + " is at most " + most);
    }
    return OptionalInt.of((int) size);
  }

  Optional<Duration> duration(String key) throws DocumentException {
    Optional<DocNode> value = get(key);
    return value.isPresent() ? Optional.of(value.get().duration(quoted(key))) : Optional.empty();
  }

  private static String quoted(String key) {
    return "'" + key + "'";
  }
}

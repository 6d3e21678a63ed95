package io.recvq.scenario;

import io.recvq.document.DocNode;
import io.recvq.document.DocumentException;
import io.recvq.document.YamlReader;
import io.recvq.flow.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads scenario files, strictly: what it does not know is an error with its place. A file can be
 * read with its fault, or as the control run has it, without.
 */
public final class ScenarioReader {
  /** What a file can hold. */
  static final Set<String> FILE_KEYS =
      Set.of(
          "scenario",
          "title",
          "symptom",
          "sees",
          "do",
          "network",
          "settings",
          "limits",
          "ends",
          "steps",
          "wire",
          "$schema");

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern RULE =
      Pattern.compile("([A-Za-z-]+)(?: from ([a-z0-9-]+))?(?: >= ([0-9]{1,6}))?");
  private static final Set<String> FLAGS = Set.of("SYN", "FIN", "RST", "PSH", "ACK");

  private static final Duration DEFAULT_TIME = Duration.ofSeconds(10);
  private static final Duration MOST_TIME = Duration.ofMinutes(10);
  private static final long DEFAULT_BYTES = 64L << 20;
  private static final long MOST_BYTES = 1L << 30;

  private final boolean withFault;

  /** Whether the fault is in. */
  public enum Fault {
    IN,
    /** The control run, which must not fail. */
    OUT
  }

  private ScenarioReader(boolean withFault) {
    this.withFault = withFault;
  }

  /**
   * The scenario of a file.
   *
   * @param text the file's content
   * @param file its name in errors
   */
  public static Scenario read(String text, String file, Fault fault) throws DocumentException {
    return new ScenarioReader(fault == Fault.IN).scenario(YamlReader.read(text, file));
  }

  private Scenario scenario(DocNode root) throws DocumentException {
    String what = "a scenario";
    root.keys(what, FILE_KEYS);
    DocNode name = root.require("scenario", what);
    if (!NAME.matcher(name.text("'scenario'")).matches()) {
      throw name.wrong("'scenario' is a name of small letters, digits and hyphens");
    }
    Duration time = DEFAULT_TIME;
    long bytes = DEFAULT_BYTES;
    Optional<DocNode> limits = root.get("limits");
    if (limits.isPresent()) {
      limits.get().keys("'limits'", Set.of("time", "bytes"));
      time = time(limits.get(), time);
      bytes = bytes(limits.get(), bytes);
    }
    Map<String, ScenarioEnd> ends = ends(root.require("ends", what));
    StepReader steps = new StepReader(ends, withFault, bytes);
    return new Scenario(
        name.text("'scenario'"),
        root.require("title", what).text("'title'"),
        texts(root.require("symptom", what), "'symptom'"),
        root.textOf("sees").orElse(""),
        root.textOf("do").orElse(""),
        network(root),
        settings(root),
        time,
        bytes,
        List.copyOf(ends.values()),
        steps.read(root.require("steps", what)),
        wire(root, ends.keySet()),
        withFault);
  }

  private static Duration time(DocNode limits, Duration otherwise) throws DocumentException {
    Optional<DocNode> time = limits.get("time");
    if (time.isEmpty()) {
      return otherwise;
    }
    Duration value = time.get().duration("'time'");
    if (value.isZero() || value.compareTo(MOST_TIME) > 0) {
      throw time.get().wrong("'time' is more than nothing and at most 10m");
    }
    return value;
  }

  private static long bytes(DocNode limits, long otherwise) throws DocumentException {
    Optional<DocNode> bytes = limits.get("bytes");
    if (bytes.isEmpty()) {
      return otherwise;
    }
    long value = bytes.get().size("'bytes'");
    if (value < 1 || value > MOST_BYTES) {
      throw bytes.get().wrong("'bytes' is from 1 to 1G");
    }
    return value;
  }

  private static Scenario.Network network(DocNode root) throws DocumentException {
    String word = root.textOf("network").orElse("host");
    for (Scenario.Network network : Scenario.Network.values()) {
      if (word(network).equals(word)) {
        return network;
      }
    }
    throw root.require("network", "")
        .wrong("'network' is host, own or own-if-allowed, not '" + word + "'");
  }

  private static Map<String, String> settings(DocNode root) throws DocumentException {
    Map<String, String> settings = new LinkedHashMap<>();
    Optional<DocNode> node = root.get("settings");
    if (node.isPresent()) {
      if (network(root) != Scenario.Network.OWN) {
        throw node.get().wrong("'settings' need 'network: own'; a host's are not changed");
      }
      for (String name : node.get().anyKeys("'settings'")) {
        DocNode value = node.get().require(name, "'settings'");
        if (!name.matches("net\\.ipv4\\.[a-z0-9_]+")) {
          throw value.wrong("'" + name + "' is no setting of net.ipv4");
        }
        settings.put(name, value.text("'" + name + "'"));
      }
    }
    return settings;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Map<String, ScenarioEnd> ends(DocNode node) throws DocumentException {
    Map<String, ScenarioEnd> ends = new LinkedHashMap<>();
    for (String name : node.anyKeys("'ends'")) {
      DocNode end = node.require(name, "'ends'");
      if (!NAME.matcher(name).matches() || StepReader.KEYS.contains(name)) {
        throw end.wrong(
            "an end's name is of small letters, digits and hyphens, and no key of a step");
      }
      ends.put(name, new EndReader(name, ends, withFault).read(end));
    }
    if (ends.isEmpty()) {
      throw node.wrong("there is no end");
    }
    return ends;
  }

  private static List<String> texts(DocNode node, String what) throws DocumentException {
    List<String> texts = new ArrayList<>();
    for (DocNode item : node.oneOrMore()) {
      texts.add(item.text(what));
    }
    return texts;
  }

  private static List<WireRule> wire(DocNode root, Set<String> ends) throws DocumentException {
    List<WireRule> rules = new ArrayList<>();
    Optional<DocNode> node = root.get("wire");
    if (node.isPresent()) {
      for (DocNode item : node.get().items("'wire'")) {
        rules.add(rule(item, ends));
      }
    }
    return rules;
  }

  private static WireRule rule(DocNode item, Set<String> ends) throws DocumentException {
    String text = item.text("a wire rule");
    Matcher matcher = RULE.matcher(text);
    if (!matcher.matches()) {
      throw item.wrong("write a flag or note, then 'from END' and '>= N' where wanted");
    }
    String what = matcher.group(1);
    boolean note = Note.labels(-1).contains(what);
    if (!note && !FLAGS.contains(what)) {
      throw item.wrong("'" + what + "' is neither a flag nor a note of packets");
    }
    Optional<String> from = Optional.ofNullable(matcher.group(2));
    if (from.isPresent() && !ends.contains(from.get())) {
      throw item.wrong("there is no end '" + from.get() + "'");
    }
    long atLeast = matcher.group(3) == null ? 1 : Long.parseLong(matcher.group(3));
    return new WireRule(text, what, !note, from, atLeast);
  }
}

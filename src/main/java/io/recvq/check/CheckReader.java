package io.recvq.check;

import io.recvq.document.DocNode;
import io.recvq.document.DocumentException;
import io.recvq.document.YamlReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads check files, strictly: what it does not know is an error with its place. */
public final class CheckReader {
  private static final Set<String> FILE_KEYS =
      Set.of("variables", "secrets", "defaults", "deadline", "checks", "$schema");
  private static final Set<String> DEFAULT_KEYS = Set.of("timeout", "retries", "backoff", "tags");
  private static final Set<String> COMMON_KEYS =
      Set.of("name", "kind", "target", "tags", "not", "timeout", "retries", "backoff");
  private static final int MOST_RETRIES = 1000;

  private final String file;
  private final Map<String, String> variables = new HashMap<>();
  private Duration timeout = Duration.ofSeconds(5);
  private int retries;
  private Duration backoff = Duration.ofMillis(500);
  private List<String> tags = List.of();
  private Secrets secrets = new Secrets(List.of());

  private CheckReader(String file) {
    this.file = file;
  }

  /**
   * The plan of a file.
   *
   * @param text the file's content
   * @param file its name in messages and reports
   * @param set variables that win over those of the file
   */
  public static CheckPlan read(String text, String file, Map<String, String> set)
      throws DocumentException {
    CheckReader reader = new CheckReader(file);
    try {
      return reader.plan(YamlReader.read(text, file), set);
    } catch (DocumentException e) {
      throw reader.secrets.mask(e);
    }
  }

  private CheckPlan plan(DocNode root, Map<String, String> set) throws DocumentException {
    root.keys("a check file", FILE_KEYS);
    readVariables(root, set);
    Fields fields = new Fields(root, variables);
    readSecrets(root);
    readDefaults(fields);
    List<CheckSpec> checks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (DocNode item : root.require("checks", "a check file").items("'checks'")) {
      CheckSpec spec = spec(item);
      if (!names.add(spec.name())) {
        throw item.wrong("a check named '" + spec.name() + "' is there already");
      }
      checks.add(spec);
    }
    if (checks.isEmpty()) {
      throw root.require("checks", "a check file").wrong("there is no check");
    }
    return new CheckPlan(file, checks, fields.duration("deadline"));
  }

  private void readVariables(DocNode root, Map<String, String> set) throws DocumentException {
    Optional<DocNode> node = root.get("variables");
    if (node.isPresent()) {
      for (String name : node.get().anyKeys("'variables'")) {
        // A variable may use those before it.
        Fields before = new Fields(node.get(), variables);
        variables.put(name, set.getOrDefault(name, before.required(name, "'variables'")));
      }
    }
    variables.putAll(set);
  }

  private void readSecrets(DocNode root) throws DocumentException {
    Optional<DocNode> node = root.get("secrets");
    if (node.isEmpty()) {
      return;
    }
    List<String> values = new ArrayList<>();
    for (DocNode item : node.get().oneOrMore()) {
      String name = item.text("'secrets'");
      String value = variables.get(name);
      if (value == null) {
        throw item.wrong("no variable '" + name + "'; define it under variables or by --set");
      }
      values.add(value);
    }
    secrets = new Secrets(values);
  }

  private void readDefaults(Fields root) throws DocumentException {
    Optional<Fields> defaults = root.mapping("defaults");
    if (defaults.isPresent()) {
      defaults.get().node().keys("'defaults'", DEFAULT_KEYS);
      timeout = timeout(defaults.get());
      retries = retries(defaults.get());
      backoff = defaults.get().duration("backoff").orElse(backoff);
      tags = defaults.get().texts("tags");
    }
  }

  private Duration timeout(Fields fields) throws DocumentException {
    Duration value = fields.duration("timeout").orElse(timeout);
    if (value.isZero()) {
      throw fields.wrong("timeout", "must be more than nothing");
    }
    return value;
  }

  private int retries(Fields fields) throws DocumentException {
    return fields.number("retries", 0, MOST_RETRIES).orElse((long) retries).intValue();
  }

  private CheckSpec spec(DocNode item) throws DocumentException {
    item.anyKeys("a check");
    Fields fields = new Fields(item, variables);
    String word = fields.required("kind", "a check");
    CheckKind kind =
        CheckKind.of(word)
            .orElseThrow(
                () ->
                    fields.wrong(
                        "kind", "must be one of " + CheckKind.words() + ", not '" + word + "'"));
    Set<String> known = new HashSet<>(COMMON_KEYS);
    known.addAll(kind.keys());
    item.keys("a check of kind " + kind, known);
    Set<String> allTags = new HashSet<>(tags);
    allTags.addAll(fields.texts("tags"));
    String target = fields.required("target", "a check of kind " + kind);
    String name = fields.text("name").orElse(kind + " " + target);
    if (name.isBlank()) {
      throw fields.wrong("name", "must not be empty");
    }
    return new CheckSpec(
        secrets.mask(name),
        kind.toString(),
        secrets.mask(target),
        file,
        item.line(),
        allTags,
        fields.flag("not", false),
        timeout(fields),
        retries(fields),
        fields.duration("backoff").orElse(backoff),
        secrets.mask(kind.read(fields)));
  }
}

package io.recvq.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict parser of the part of OpenMetrics 1.0 that gauges need: every rule of the specification
 * that applies to them is an error when broken.
 */
final class OpenMetricsParser {
  private static final Pattern META =
      Pattern.compile("# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? ([^ ]+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\"\\\\n])*)\"(,|$)");

  private OpenMetricsParser() {}

  record Sample(String name, Map<String, String> labels, double value) {}

  record Document(List<Sample> samples) {
    List<Sample> samplesOf(String name) {
      return samples.stream().filter(sample -> sample.name().equals(name)).toList();
    }
  }

  static Document parse(String text) {
    require(text.endsWith("# EOF\n"), "ends with # EOF");
    List<Sample> samples = new ArrayList<>();
    Set<String> families = new HashSet<>();
    Set<String> metaSeen = new HashSet<>();
    String family = "";
    List<String> lines = text.substring(0, text.length() - "# EOF\n".length()).lines().toList();
    for (String line : lines) {
      require(!line.equals("# EOF"), "# EOF comes last");
      if (line.startsWith("#")) {
        Matcher meta = META.matcher(line);
        require(meta.matches(), "metadata: " + line);
        require(metaSeen.add(meta.group(1) + " " + meta.group(2)), "once: " + line);
        if (!meta.group(2).equals(family)) {
          family = meta.group(2);
          require(families.add(family), "families do not interleave: " + line);
        }
        require(!meta.group(1).equals("TYPE") || meta.group(3).equals("gauge"), "gauge: " + line);
        require(
            !meta.group(1).equals("UNIT") || family.endsWith("_" + meta.group(3)),
            "the name ends in its unit: " + line);
      } else {
        Sample sample = sample(line);
        require(sample.name().equals(family), "a sample of its family: " + line);
        require(
            samples.stream()
                .noneMatch(
                    s -> s.name().equals(sample.name()) && s.labels().equals(sample.labels())),
            "a sample once: " + line);
        samples.add(sample);
      }
    }
    return new Document(samples);
  }

  private static Sample sample(String line) {
    Matcher matcher = SAMPLE.matcher(line);
    require(matcher.matches(), "a sample: " + line);
    Map<String, String> labels = new HashMap<>();
    String text = matcher.group(2) == null ? "" : matcher.group(2);
    Matcher label = LABEL.matcher(text);
    int at = 0;
    while (at < text.length()) {
      require(label.find(at) && label.start() == at, "labels: " + line);
      String value =
          label.group(2).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
      require(labels.put(label.group(1), value) == null, "a label once: " + line);
      at = label.end();
    }
    try {
      return new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a number: " + line, e);
    }
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}

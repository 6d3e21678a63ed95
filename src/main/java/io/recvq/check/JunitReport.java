package io.recvq.check;

import io.recvq.render.Escape;
import io.recvq.render.Times;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** XML as Surefire writes it and CI servers read it: a suite a file, a test case a check. */
final class JunitReport implements Report {
  @Override
  public String of(Run run) {
    Map<String, List<CheckResult>> byFile =
        run.results().stream()
            .collect(
                Collectors.groupingBy(
                    result -> result.spec().file(), LinkedHashMap::new, Collectors.toList()));
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuites>\n");
    byFile.forEach(
        (file, results) -> suite(xml, file, new Run(results, run.start(), sum(results))));
    return xml.append("</testsuites>\n").toString();
  }

  private static Duration sum(List<CheckResult> results) {
    return results.stream().map(CheckResult::elapsed).reduce(Duration.ZERO, Duration::plus);
  }

  private static void suite(StringBuilder xml, String file, Run run) {
    // Second precision: the reference schema knows no fraction.
    String time = Times.iso(run.start()).substring(0, 19);
    xml.append("  <testsuite");
    attribute(xml, "name", file);
    attribute(xml, "tests", Integer.toString(run.results().size()));
    attribute(xml, "failures", Long.toString(run.count(CheckStatus.FAIL)));
    attribute(xml, "errors", Long.toString(run.count(CheckStatus.ERROR)));
    attribute(xml, "skipped", Long.toString(run.count(CheckStatus.SKIP)));
    attribute(xml, "time", seconds(run.elapsed()));
    attribute(xml, "timestamp", time);
    xml.append(">\n");
    run.results().forEach(result -> testCase(xml, result));
    xml.append("  </testsuite>\n");
  }

  private static void testCase(StringBuilder xml, CheckResult result) {
    xml.append("    <testcase");
    attribute(xml, "name", result.spec().name());
    attribute(xml, "classname", "recvq." + result.spec().kind());
    attribute(xml, "time", seconds(result.elapsed()));
    String element =
        switch (result.status()) {
          case PASS -> "";
          case FAIL -> "failure";
          case ERROR -> "error";
          case SKIP -> "skipped";
        };
    if (element.isEmpty()) {
      xml.append("/>\n");
      return;
    }
    xml.append(">\n      <").append(element);
    attribute(xml, "message", result.message());
    if (result.status() != CheckStatus.SKIP) {
      attribute(xml, "type", result.spec().kind());
    }
    xml.append("/>\n    </testcase>\n");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.US, "%.3f", duration.toNanos() / 1e9);
  }

  private static void attribute(StringBuilder xml, String name, String value) {
    xml.append(' ').append(name).append("=\"");
    value.codePoints().forEach(c -> escaped(xml, c));
    xml.append('"');
  }

  /** Characters that XML 1.0 section 2.2 does not allow at all become U+FFFD. */
  private static void escaped(StringBuilder xml, int c) {
    switch (c) {
      case '&' -> xml.append("&amp;");
      case '<' -> xml.append("&lt;");
      case '>' -> xml.append("&gt;");
      case '"' -> xml.append("&quot;");
      case '\n', '\r', '\t' -> xml.append("&#").append(c).append(';');
      default -> {
        if (c >= 0x7f && Escape.text(Character.toString(c)).length() > 2) {
          // Allowed as it is; but the report may be looked at on a terminal.
          xml.append("&#").append(c).append(';');
          return;
        }
        boolean allowed =
            c >= 0x20 && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd || c >= 0x10000 && c <= 0x10ffff;
        xml.appendCodePoint(allowed ? c : 0xfffd);
      }
    }
  }
}

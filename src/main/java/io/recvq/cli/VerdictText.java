package io.recvq.cli;

import io.recvq.cli.WhyCommand.Judged;
import io.recvq.diagnose.Verdict;
import io.recvq.render.Escape;
import io.recvq.render.JsonLines;
import io.recvq.render.Style;
import io.recvq.sockets.ConnectionSample;
import io.recvq.view.ConnectionChart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Verdicts for eyes: the sentence, the evidence, the next command. Of many alike the first few are
 * told in full and the others in a line each.
 *
 * @param columns width of the terminal, for charts
 */
record VerdictText(Style style, int columns) {
  private static final int IN_FULL = 3;

  List<String> lines(List<Judged> verdicts, boolean chart) {
    List<String> lines = new ArrayList<>();
    Map<String, Integer> alike = new HashMap<>();
    for (Judged judged : verdicts) {
      Verdict verdict = judged.verdict();
      String kind = verdict.limitedBy().word() + " " + verdict.cause().orElse("");
      boolean full = alike.merge(kind, 1, Integer::sum) <= IN_FULL;
      lines.add(style.bold(arrow(judged.connection())) + ": " + sentence(verdict));
      if (full) {
        verdict.evidence().forEach(evidence -> lines.add("  - " + Escape.text(evidence)));
        if (!verdict.next().isEmpty()) {
          lines.add("  next: " + style.cyan(Escape.text(verdict.next())));
        }
        if (chart && !judged.samples().isEmpty()) {
          ConnectionChart.lines(judged.samples(), columns, style).forEach(l -> lines.add("  " + l));
        }
      }
    }
    return lines;
  }

  private String sentence(Verdict verdict) {
    String text = Escape.text(verdict.summary());
    return verdict.isBad() ? style.red(text) : style.green(text);
  }

  private static String arrow(String connection) {
    int dash = connection.indexOf('-');
    return dash < 0
        ? connection
        : connection.substring(0, dash) + " → " + connection.substring(dash + 1);
  }

  static void json(JsonLines json, List<Judged> verdicts, boolean samples) {
    for (Judged judged : verdicts) {
      Verdict verdict = judged.verdict();
      json.begin("verdict").put("connection", judged.connection());
      json.put("limitedBy", verdict.limitedBy().word());
      verdict.cause().ifPresent(cause -> json.put("cause", cause));
      json.put("summary", verdict.summary()).put("evidence", verdict.evidence());
      verdict.numbers().forEach(number -> json.put(number.name(), number.value()));
      if (!verdict.next().isEmpty()) {
        json.put("next", verdict.next());
      }
      if (samples) {
        samples(json, judged.samples());
      }
      json.end();
    }
  }

  private static void samples(JsonLines json, List<ConnectionSample> samples) {
    json.array("samples");
    for (ConnectionSample sample : samples) {
      long elapsed = sample.atNanos() - samples.get(0).atNanos();
      json.element().put("elapsedMs", elapsed / 1e6);
      ConnectionChart.fields(sample).forEach(json::put);
      json.end();
    }
    json.end();
  }
}

package io.recvq.view;

import io.recvq.render.Escape;
import io.recvq.render.Style;
import io.recvq.render.Times;
import io.recvq.scenario.Catalogue;
import io.recvq.scenario.Scenario;
import io.recvq.scenario.ScenarioReader.Fault;
import io.recvq.scenario.ScenarioResult;
import io.recvq.scenario.ScenarioResult.Outcome;
import io.recvq.scenario.TimeLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code reproduce} shows a person of scenarios and of their runs. */
public final class ScenarioText {
  private final Style style;

  /** Lines are coloured by the style. */
  public ScenarioText(Style style) {
    this.style = style;
  }

  /** The catalogue by what people meet. */
  public List<String> catalogue() {
    Map<String, List<Scenario>> bySymptom = new LinkedHashMap<>();
    int columns = 0;
    for (String name : Catalogue.names()) {
      Scenario scenario = Catalogue.load(name, Fault.IN);
      bySymptom
          .computeIfAbsent(scenario.symptoms().get(0), symptom -> new ArrayList<>())
          .add(scenario);
      columns = Math.max(columns, name.length());
    }
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, List<Scenario>> group : bySymptom.entrySet()) {
      lines.add(style.bold(group.getKey()));
      for (Scenario scenario : group.getValue()) {
        lines.add(
            "  "
                + pad(scenario.name(), columns)
                + "  "
                + scenario.title()
                + (scenario.needsRoot() ? style.dim(" (needs root)") : ""));
      }
    }
    return lines;
  }

  /** Whose failure follows. */
  public String title(Scenario scenario) {
    return style.bold(Escape.text(scenario.name()))
        + ": "
        + Escape.text(scenario.title())
        + (scenario.hasFault() ? "" : style.yellow(" (control run: without the fault)"));
  }

  /** A call, or what the kernel showed, as a line. */
  public String call(TimeLine.Call call) {
    String time = Times.human(Duration.ofNanos(call.atNanos()));
    String line =
        " ".repeat(Math.max(0, 9 - time.length()))
            + time
            + "  "
            + pad(call.end(), 8)
            + "  "
            + pad(call.call(), 10)
            + "  "
            + Escape.text(call.result());
    return call.errno().isPresent() ? style.red(line) : line;
  }

  /** The answer and what it rests on. */
  public List<String> verdict(ScenarioResult result) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (result.outcome() != Outcome.REPRODUCED) {
      lines.add("verdict: " + style.red(word(result)) + ": " + Escape.text(result.summary()));
      return lines;
    }
    lines.add("verdict: " + style.green(word(result)) + ": " + Escape.text(result.summary()));
    result.evidence().forEach(e -> lines.add("  - " + Escape.text(e)));
    result
        .wireNotLooked()
        .filter(reason -> !result.scenario().wire().isEmpty())
        .ifPresent(reason -> lines.add("  - the wire was not looked at: " + reason));
    result.samplingEnded().ifPresent(reason -> lines.add("  - not everything was seen: " + reason));
    if (!result.scenario().remedy().isEmpty()) {
      lines.add("what to do: " + Escape.text(result.scenario().remedy()));
    }
    return lines;
  }

  /** {@code reproduced}, {@code not reproduced} or {@code could not look}. */
  static String word(ScenarioResult result) {
    return result.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** One run of several. */
  public String run(int number, int of, ScenarioResult result) {
    String width = String.valueOf(of);
    String what =
        result.outcome() == Outcome.REPRODUCED
            ? style.green("reproduced")
            : style.red(word(result)) + ": " + Escape.text(result.summary());
    return String.format(Locale.ROOT, "%" + width.length() + "d of %d  ", number, of)
        + Times.human(result.elapsed())
        + "  "
        + what;
  }

  /** How often, and how far the numbers of the runs are apart. */
  public List<String> summary(RunStatistics statistics) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    for (RunStatistics.Spread spread : statistics.spreads()) {
      lines.add(
          "  "
              + pad(spread.name(), 24)
              + "  least "
              + value(spread.least(), spread.unit())
              + ", median "
              + value(spread.median(), spread.unit())
              + ", most "
              + value(spread.most(), spread.unit()));
    }
    String count = statistics.reproduced() + " of " + statistics.runs();
    boolean all = statistics.reproduced() == statistics.runs();
    lines.add("verdict: reproduced " + (all ? style.green(count) : style.red(count)));
    return lines;
  }

  private static String value(double value, String unit) {
    return switch (unit) {
      case "ms" -> Times.human(Duration.ofNanos((long) (value * 1e6)));
      default -> String.format(Locale.ROOT, "%,.0f", value) + (unit.isEmpty() ? "" : " " + unit);
    };
  }

  private static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - text.length()));
  }
}

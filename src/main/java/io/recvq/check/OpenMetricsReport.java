package io.recvq.check;

import io.recvq.render.Escape;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** OpenMetrics 1.0 text: whether each check passed, how long it took, and the counts. */
final class OpenMetricsReport implements Report {
  @Override
  public String of(Run run) {
    StringBuilder text = new StringBuilder();
    family(
        text, "recvq_check_up", "gauge", "", "1 if the check passed, else 0; absent if skipped.");
    for (CheckResult result : run.results()) {
      if (result.status() != CheckStatus.SKIP) {
        sample(
            text,
            "recvq_check_up",
            labels(result),
            result.status() == CheckStatus.PASS ? "1" : "0");
      }
    }
    family(text, "recvq_check_error", "gauge", "", "1 if it could not be checked, else 0.");
    for (CheckResult result : run.results()) {
      sample(
          text,
          "recvq_check_error",
          labels(result),
          result.status() == CheckStatus.ERROR ? "1" : "0");
    }
    family(text, "recvq_check_duration_seconds", "gauge", "seconds", "How long the check took.");
    for (CheckResult result : run.results()) {
      sample(
          text,
          "recvq_check_duration_seconds",
          labels(result),
          seconds(result.elapsed().toNanos()));
    }
    family(text, "recvq_checks", "gauge", "", "Checks by their status.");
    for (CheckStatus status : CheckStatus.values()) {
      sample(text, "recvq_checks", "status=\"" + status + "\"", Long.toString(run.count(status)));
    }
    family(
        text, "recvq_check_last_run_timestamp_seconds", "gauge", "seconds", "When the run began.");
    long epochNanos = ChronoUnit.NANOS.between(Instant.EPOCH, run.start());
    text.append("recvq_check_last_run_timestamp_seconds ").append(seconds(epochNanos)).append('\n');
    return text.append("# EOF\n").toString();
  }

  private static void family(
      StringBuilder text, String name, String type, String unit, String help) {
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    if (!unit.isEmpty()) {
      text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
    }
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
  }

  private static void sample(StringBuilder text, String name, String labels, String value) {
    text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
  }

  private static String labels(CheckResult result) {
    CheckSpec spec = result.spec();
    return "file=\"%s\",kind=\"%s\",name=\"%s\",target=\"%s\""
        .formatted(escaped(spec.file()), spec.kind(), escaped(spec.name()), escaped(spec.target()));
  }

  private static String escaped(String value) {
    return Escape.lines(value).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String seconds(long nanos) {
    return String.format(Locale.US, "%d.%09d", nanos / 1_000_000_000L, nanos % 1_000_000_000L);
  }
}

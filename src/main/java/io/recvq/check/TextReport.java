package io.recvq.check;

import io.recvq.render.Escape;
import io.recvq.render.Style;
import io.recvq.render.Times;

/** Lines for people: a check a line, then the counts. */
public final class TextReport implements Report {
  private final Style style;

  public TextReport(Style style) {
    this.style = style;
  }

  /** The line of one check. */
  public String line(CheckResult result) {
    CheckSpec spec = result.spec();
    String status =
        switch (result.status()) {
          case PASS -> style.green("pass ");
          case FAIL -> style.red("FAIL ");
          case ERROR -> style.yellow("ERROR");
          case SKIP -> style.dim("skip ");
        };
    String attempts = result.attempts() > 1 ? ", attempt " + result.attempts() : "";
    String time =
        result.attempts() == 0 ? "" : "  (" + Times.human(result.elapsed()) + attempts + ")";
    return "%s  %s: %s%s"
        .formatted(
            status, Escape.text(spec.name()), Escape.text(result.message()), style.dim(time));
  }

  /** The counts. */
  public String summary(Run run) {
    int checks = run.results().size();
    return "%d %s in %s: %d passed, %d failed, %d could not be checked, %d skipped"
        .formatted(
            checks,
            checks == 1 ? "check" : "checks",
            Times.human(run.elapsed()),
            run.count(CheckStatus.PASS),
            run.count(CheckStatus.FAIL),
            run.count(CheckStatus.ERROR),
            run.count(CheckStatus.SKIP));
  }

  @Override
  public String of(Run run) {
    StringBuilder text = new StringBuilder();
    run.results().forEach(result -> text.append(line(result)).append('\n'));
    return text.append('\n').append(summary(run)).append('\n').toString();
  }
}

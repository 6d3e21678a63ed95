package io.recvq.report;

import io.recvq.render.Times;
import io.recvq.report.Report.Answer;
import io.recvq.report.Report.Fact;
import io.recvq.report.Report.Outcome;
import java.util.List;
import java.util.Locale;

/**
 * Writes a report as one HTML file. What can be read without scripts is markup; the charts, the
 * ladder and the choice of rows are drawn by the scripts from {@link PageData}.
 */
public final class HtmlPage {
  private final Report report;
  private final Html html = new Html();

  private HtmlPage(Report report) {
    this.report = report;
  }

  /** The text of the page, bounded whatever the report holds. */
  public static String of(Report report) {
    return new HtmlPage(Bounds.of(report)).write();
  }

  private String write() {
    String style = PageParts.style();
    String library = PageParts.library();
    String script = PageParts.script();
    html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .text(PageParts.policy(style, List.of(library, script)))
        .raw("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"generator\" content=\"recvq ")
        .text(report.version())
        .raw("\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.element("title", "recvq: " + report.title() + ": " + report.outcome().sentence());
    html.raw("<style>").raw(style).raw("</style>\n</head>\n<body>\n");
    html.raw("<a class=\"skip\" href=\"#axis\">To the charts</a>\n");
    header();
    html.raw("<main>\n");
    outcome();
    axis();
    RowsTable.write(report, html);
    again();
    environment();
    html.raw("</main>\n");
    footer();
    html.raw("<script type=\"application/json\" id=\"data\">")
        .raw(PageData.of(report))
        .raw("</script>\n<script>")
        .raw(library)
        .raw("</script>\n<script>")
        .raw(script)
        .raw("</script>\n</body>\n</html>\n");
    return html.toString();
  }

  private void header() {
    html.raw("<header class=\"top\">\n<div>\n<p class=\"brand\">recvq</p>\n");
    html.element("h1", report.title()).element("p class=\"subtitle\"", report.subtitle());
    html.raw("</div>\n<button type=\"button\" id=\"theme\" hidden>Dark</button>\n</header>\n");
  }

  private void outcome() {
    Outcome outcome = report.outcome();
    html.raw("<section class=\"card outcome ")
        .raw(outcome.answer().name().toLowerCase(Locale.ROOT))
        .raw("\" aria-labelledby=\"verdict\">\n<p class=\"badge\"><span aria-hidden=\"true\">")
        .raw(symbol(outcome.answer()))
        .raw("</span> ")
        .text(outcome.word())
        .raw("</p>\n");
    html.element("h2 id=\"verdict\"", outcome.sentence());
    if (!outcome.evidence().isEmpty()) {
      html.raw("<ul class=\"evidence\">\n");
      outcome.evidence().forEach(line -> html.element("li", line));
      html.raw("</ul>\n");
    }
    if (!outcome.next().isEmpty()) {
      html.raw("<p class=\"next\">next: <code>").text(outcome.next()).raw("</code></p>\n");
    }
    if (!outcome.numbers().isEmpty()) {
      html.raw("<dl class=\"numbers\">\n");
      for (Fact fact : outcome.numbers()) {
        html.raw("<div>").element("dt", fact.name()).element("dd", fact.value()).raw("</div>\n");
      }
      html.raw("</dl>\n");
    }
    html.raw("</section>\n");
  }

  private static String symbol(Answer answer) {
    return switch (answer) {
      case GOOD -> "✓";
      case BAD -> "✗";
      case NEITHER -> "–";
    };
  }

  private void axis() {
    html.raw("<section class=\"card\" id=\"axis\" aria-labelledby=\"axis-title\">\n")
        .element("h2 id=\"axis-title\"", "One time axis")
        .raw("<noscript><p>The charts need JavaScript; everything else is below.</p></noscript>\n")
        .raw("<div id=\"tools\" class=\"tools\" hidden></div>\n")
        .raw("<p id=\"reading\" class=\"reading\" aria-live=\"polite\"></p>\n")
        .raw("<div id=\"charts\"></div>\n");
    if (!report.remarks().isEmpty()) {
      html.raw("<ul class=\"remarks\">\n");
      report.remarks().forEach(remark -> html.element("li", remark));
      html.raw("</ul>\n");
    }
    html.raw("</section>\n");
  }

  /** How the failure is made again. */
  private void again() {
    html.raw("<section class=\"card\" aria-labelledby=\"again\">\n")
        .element("h2 id=\"again\"", "Do it again")
        .raw("<div class=\"code\"><pre tabindex=\"0\"><code>")
        .lines(report.command())
        .raw("</code></pre></div>\n");
    report
        .program()
        .ifPresent(
            program ->
                html.raw("<details>\n<summary>Without recvq, in ")
                    .text(program.language())
                    .raw("</summary>\n<div class=\"code\"><pre tabindex=\"0\"><code>")
                    .lines(program.text())
                    .raw("</code></pre></div>\n</details>\n"));
    html.raw("</section>\n");
  }

  private void environment() {
    html.raw("<section class=\"card\" aria-labelledby=\"environment\">\n")
        .element("h2 id=\"environment\"", "Environment")
        .raw("<dl class=\"facts\">\n");
    for (Fact fact : report.environment()) {
      html.raw("<div>").element("dt", fact.name()).element("dd", fact.value()).raw("</div>\n");
    }
    html.raw("</dl>\n</section>\n");
  }

  private void footer() {
    html.raw("<footer>Written by recvq ")
        .text(report.version())
        .raw(". The axis begins at <time>")
        .raw(Times.iso(report.start()))
        .raw("</time>. This file needs no network.</footer>\n");
  }
}

package io.recvq.report;

import io.recvq.render.Times;
import io.recvq.report.Moment.Call;
import io.recvq.report.Moment.Change;
import io.recvq.report.Moment.Framed;
import io.recvq.report.Moment.Packet;
import io.recvq.report.Moment.Tone;
import io.recvq.report.Report.Mark;
import java.time.Duration;
import java.util.List;

/** Every row of the report in order of time, program, kernel and wire between each other. */
final class RowsTable {
  private final Html html;
  private boolean failureToCome = true;

  private RowsTable(Html html) {
    this.html = html;
  }

  static void write(Report report, Html html) {
    new RowsTable(html).rows(report);
  }

  private void rows(Report report) {
    html.raw("<section class=\"card\" aria-labelledby=\"rows-title\">\n")
        .element("h2 id=\"rows-title\"", "Step by step")
        .raw("<div id=\"row-tools\" class=\"tools\" hidden></div>\n")
        .raw("<div class=\"rows\" tabindex=\"0\" role=\"region\" aria-label=\"Step by step\">\n")
        .raw("<table id=\"rows\">\n<thead><tr><th scope=\"col\">time</th>")
        .raw("<th scope=\"col\">where</th><th scope=\"col\">who</th>")
        .raw("<th scope=\"col\">what</th></tr></thead>\n<tbody>\n");
    List<Mark> marks = report.marks();
    int next = 0;
    for (Moment moment : report.moments()) {
      while (next < marks.size() && marks.get(next).atNanos() <= moment.atNanos()) {
        mark(marks.get(next++));
      }
      row(moment);
    }
    marks.subList(next, marks.size()).forEach(this::mark);
    html.raw("</tbody>\n</table>\n</div>\n</section>\n");
  }

  private void mark(Mark mark) {
    boolean failure = mark.failure() && failureToCome;
    failureToCome &= !mark.failure();
    open(mark.atNanos(), "mark", mark.failure() ? "failure" : "step", 0);
    html.raw("<td>").raw(time(mark.atNanos())).raw("</td><td colspan=\"3\"");
    html.raw(failure ? " id=\"failure\">" : ">").text(mark.label()).raw("</td></tr>\n");
  }

  private void row(Moment moment) {
    if (moment instanceof Call call) {
      begin(call.atNanos(), "program", call.tone(), -1, call.end());
      html.raw("<b>").text(call.call()).raw("</b> ").text(call.result());
    } else if (moment instanceof Change change) {
      begin(change.atNanos(), "kernel", change.tone(), change.lane(), change.end());
      html.text(change.what());
    } else if (moment instanceof Packet packet) {
      String who = packet.from() + " → " + packet.to();
      begin(packet.atNanos(), "wire", packet.tone(), packet.lane(), who);
      html.raw("<span class=\"number\">").raw(packet.number() + "</span> [");
      html.text(packet.flags()).raw("] ").text(packet.text());
      packet.notes().forEach(n -> html.raw(" <span class=\"note\">").text(n).raw("</span>"));
    } else if (moment instanceof Framed frame) {
      begin(frame.atNanos(), "frame", frame.tone(), frame.lane(), frame.from());
      html.raw("<b>").text(frame.role()).raw("</b> ").text(frame.text());
    }
    html.raw("</td></tr>\n");
  }

  private void begin(long atNanos, String kind, Tone tone, int lane, String who) {
    open(atNanos, kind, PageData.tone(tone), lane);
    html.raw("<td>").raw(time(atNanos)).raw("</td><td><span class=\"kind\">").raw(kind);
    html.raw("</span></td><td>").text(who).raw("</td><td>");
  }

  private void open(long atNanos, String kind, String tone, int lane) {
    html.raw("<tr class=\"").raw(kind).raw(" ").raw(tone);
    html.raw("\" data-t=\"").raw(Html.millis(atNanos));
    html.raw("\" data-kind=\"").raw(kind);
    html.raw("\" data-lane=\"").raw(Integer.toString(lane)).raw("\">");
  }

  private static String time(long nanos) {
    return nanos < 0
        ? "-" + Times.human(Duration.ofNanos(-nanos))
        : Times.human(Duration.ofNanos(nanos));
  }
}

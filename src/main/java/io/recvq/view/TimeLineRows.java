package io.recvq.view;

import io.recvq.render.DisplayWidth;
import io.recvq.render.Escape;
import io.recvq.render.Style;
import io.recvq.render.Times;
import io.recvq.report.Moment;
import io.recvq.report.Moment.Call;
import io.recvq.report.Moment.Change;
import io.recvq.report.Moment.Framed;
import io.recvq.report.Moment.Packet;
import io.recvq.report.Moment.Tone;
import io.recvq.report.Report;
import io.recvq.report.Report.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The rows of a report for a terminal: program, kernel and wire in one order of time, the moment of
 * failure between them. Runs of packets that say nothing are told in a line.
 */
public final class TimeLineRows {
  /** Of more packets without a note in a row only the first and the last are shown. */
  private static final int LONG_RUN = 6;

  private final Style style;
  private final List<String> lines = new ArrayList<>();
  private final List<Packet> run = new ArrayList<>();
  private int whoColumns;

  private TimeLineRows(Style style) {
    this.style = style;
  }

  /** A report's moments in the order of time, a line each. */
  public static List<String> of(Report report, Style style) {
    TimeLineRows rows = new TimeLineRows(style);
    rows.write(report);
    return rows.lines;
  }

  private void write(Report report) {
    for (Moment row : report.moments()) {
      whoColumns = Math.max(whoColumns, DisplayWidth.of(Escape.text(who(row))));
    }
    List<Mark> marks = report.marks();
    int next = 0;
    for (Moment row : report.moments()) {
      while (next < marks.size() && marks.get(next).atNanos() <= row.atNanos()) {
        flush();
        mark(marks.get(next++));
      }
      if (row instanceof Packet packet && isPlain(packet)) {
        run.add(packet);
      } else {
        flush();
        row(row);
      }
    }
    flush();
    marks.subList(next, marks.size()).forEach(this::mark);
  }

  private static boolean isPlain(Packet packet) {
    return packet.tone() == Tone.PLAIN
        && packet.notes().isEmpty()
        && packet.flags().contains("ACK")
        && !packet.flags().contains("SYN")
        && !packet.flags().contains("FIN");
  }

  private void flush() {
    if (run.size() <= LONG_RUN) {
      run.forEach(this::row);
    } else {
      row(run.get(0));
      List<Packet> folded = run.subList(1, run.size() - 1);
      long bytes = folded.stream().mapToLong(Packet::length).sum();
      lines.add(
          style.dim(
              String.format(
                  Locale.ROOT,
                  "%s  %s  … %,d packets more without a note, %,d bytes",
                  " ".repeat(9),
                  " ".repeat(7),
                  folded.size(),
                  bytes)));
      row(run.get(run.size() - 1));
    }
    run.clear();
  }

  private void mark(Mark mark) {
    String text = time(mark.atNanos()) + "  ── " + Escape.text(mark.label()) + " ──";
    lines.add(mark.failure() ? style.red(text) : style.bold(text));
  }

  private void row(Moment row) {
    String who = Escape.text(who(row));
    String padding = " ".repeat(Math.max(0, whoColumns - DisplayWidth.of(who)));
    lines.add(
        time(row.atNanos())
            + "  "
            + kind(row)
            + "  "
            + style.cyan(who)
            + padding
            + "  "
            + toned(row));
  }

  private static String time(long nanos) {
    String text =
        nanos < 0
            ? "-" + Times.human(Duration.ofNanos(-nanos))
            : Times.human(Duration.ofNanos(nanos));
    return " ".repeat(Math.max(0, 9 - text.length())) + text;
  }

  private static String kind(Moment row) {
    if (row instanceof Call) {
      return "program";
    }
    return row instanceof Change ? "kernel " : row instanceof Packet ? "wire   " : "frame  ";
  }

  private static String who(Moment row) {
    if (row instanceof Call call) {
      return call.end();
    }
    if (row instanceof Change change) {
      return change.end();
    }
    if (row instanceof Packet packet) {
      return packet.from() + " → " + packet.to();
    }
    return ((Framed) row).from();
  }

  private String toned(Moment row) {
    if (row instanceof Call call) {
      String text = Escape.text(call.call() + "  " + call.result());
      return call.tone() == Tone.BAD ? style.red(text) : text;
    }
    if (row instanceof Change change) {
      String text = Escape.text(change.what());
      return change.tone() == Tone.BAD ? style.red(text) : text;
    }
    if (row instanceof Packet packet) {
      String text = "[" + packet.flags() + "] " + packet.text();
      String notes =
          packet.notes().isEmpty() ? "" : " [" + String.join("] [", packet.notes()) + "]";
      return text + (packet.tone() == Tone.BAD ? style.red(notes) : style.yellow(notes));
    }
    Framed frame = (Framed) row;
    String text = Escape.text(frame.role() + " " + frame.text());
    return frame.tone() == Tone.BAD ? style.red(text) : text;
  }
}

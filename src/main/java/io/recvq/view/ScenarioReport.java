package io.recvq.view;

import io.recvq.capture.CaptureStatistics;
import io.recvq.capture.PacketRecorder.Recording;
import io.recvq.render.Times;
import io.recvq.report.Lane;
import io.recvq.report.Moment;
import io.recvq.report.Moment.Tone;
import io.recvq.report.Report;
import io.recvq.report.Report.Answer;
import io.recvq.report.Report.Fact;
import io.recvq.report.Report.Mark;
import io.recvq.report.Report.Outcome;
import io.recvq.report.Report.Program;
import io.recvq.scenario.ScenarioResult;
import io.recvq.scenario.ScenarioResult.Measure;
import io.recvq.scenario.ScenarioResult.Watched;
import io.recvq.scenario.TimeLine;
import io.recvq.view.ReportLane.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report of a scenario's run: its time line, kernel samples and packets on one axis. */
public final class ScenarioReport {
  /** Not a program: under this name the time line tells what the kernel was waited for to show. */
  private static final String KERNEL = "kernel";

  private final ScenarioResult result;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Moment> rows = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  private ScenarioReport(ScenarioResult result) {
    this.result = result;
  }

  /**
   * The page of one run.
   *
   * @param command the command line that makes it again
   * @param program the same failure without recvq, where there is such a program
   * @param version of recvq
   */
  public static Report of(
      ScenarioResult result, String command, Optional<Program> program, String version)
      throws IOException {
    return new ScenarioReport(result).report(command, program, version);
  }

  private Report report(String command, Optional<Program> program, String version)
      throws IOException {
    calls();
    kernel();
    wire();
    return new Report(
        result.scenario().name(),
        result.scenario().title(),
        outcome(),
        result.timeLine().time(0),
        endNanos(),
        lanes,
        marks(),
        rows,
        ReportFacts.of(result.environment()),
        command,
        program,
        remarks,
        version);
  }

  private Outcome outcome() {
    Answer answer =
        switch (result.outcome()) {
          case REPRODUCED -> Answer.GOOD;
          case NOT_REPRODUCED -> Answer.BAD;
          case COULD_NOT_LOOK -> Answer.NEITHER;
        };
    String word = result.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return new Outcome(
        answer,
        word,
        result.summary(),
        result.evidence(),
        "",
        result.measures().stream().map(ScenarioReport::fact).toList());
  }

  private static Fact fact(Measure measure) {
    String value =
        switch (measure.unit()) {
          case "ms" -> Times.human(Duration.ofNanos(Math.round(measure.value() * 1e6)));
          case "bytes" -> String.format(Locale.ROOT, "%,.0f B", measure.value());
          default -> String.format(Locale.ROOT, "%,.0f", measure.value());
        };
    return new Fact(measure.name(), value);
  }

  private List<Mark> marks() {
    return result
        .failure()
        .map(f -> List.of(new Mark(f.atNanos(), f.end() + " " + f.what(), true)))
        .orElse(List.of());
  }

  private long endNanos() {
    long end = result.elapsed().toNanos();
    for (Moment row : rows) {
      end = Math.max(end, row.atNanos());
    }
    for (Lane lane : lanes) {
      end = lane.size() == 0 ? end : Math.max(end, lane.atNanos(lane.size() - 1));
    }
    return end;
  }

  private void calls() {
    for (TimeLine.Entry entry : result.timeLine().entries()) {
      if (entry instanceof TimeLine.Call call && call.end().equals(KERNEL)) {
        String what = call.call() + " " + call.result();
        rows.add(new Moment.Change(call.atNanos(), -1, KERNEL, what, Tone.NOTABLE));
      } else if (entry instanceof TimeLine.Call call) {
        rows.add(
            new Moment.Call(
                call.atNanos(),
                call.took().toNanos(),
                call.end(),
                call.call(),
                call.result(),
                call.errno().isPresent() ? Tone.BAD : Tone.PLAIN));
      }
    }
  }

  private void kernel() {
    List<List<Reading>> readings = new ArrayList<>();
    result.connections().forEach(watched -> readings.add(new ArrayList<>()));
    for (TimeLine.Sample sample : result.timeLine().samples()) {
      readings.get(sample.of()).add(new Reading(sample.atNanos(), sample.connection()));
    }
    for (int i = 0; i < readings.size(); i++) {
      Watched watched = result.connections().get(i);
      lanes.add(lane(watched, readings.get(i)));
      rows.addAll(
          ReportLane.changes(i, watched.nearEnd(), watched.farEnd().orElse(""), readings.get(i)));
    }
    int dropped = result.timeLine().droppedSamples();
    if (dropped > 0) {
      remarks.add(dropped + " readings of the kernel were not kept: the time line was full.");
    }
    result
        .samplingEnded()
        .ifPresent(why -> remarks.add("The kernel could not be read to the end: " + why + "."));
  }

  private static Lane lane(Watched watched, List<Reading> readings) {
    String near = watched.nearEnd() + " " + watched.near();
    if (watched.farEnd().isEmpty()) {
      return ReportLane.listener("LISTEN " + near, near, readings);
    }
    String far = watched.farEnd().get() + " " + watched.far();
    return ReportLane.connection(near + " → " + far, near, far, readings);
  }

  private void wire() throws IOException {
    result
        .wireNotLooked()
        .ifPresent(why -> remarks.add("The wire was not looked at: " + why + "."));
    if (result.wire().isEmpty()) {
      return;
    }
    Recording recording = result.wire().get();
    List<ReportWire.Ends> ends =
        result.connections().stream()
            .map(watched -> new ReportWire.Ends(watched.near(), watched.far()))
            .toList();
    ReportWire wire = ReportWire.of(recording, ends, result.timeLine().time(0));
    rows.addAll(wire.rows());
    missed(recording, wire.notKept()).ifPresent(remarks::add);
  }

  /** How many packets the report does not know, if any. */
  public static Optional<String> missed(Recording recording, long notKept) {
    CaptureStatistics counted = recording.statistics();
    long missed = recording.notKept() + counted.droppedByKernel() + notKept;
    return missed == 0
        ? Optional.empty()
        : Optional.of(missed + " packets more were dropped by the kernel or not kept.");
  }
}

package io.recvq.cli;

import io.recvq.capture.PacketRecorder.Recording;
import io.recvq.cli.WatchedConnection.Episode;
import io.recvq.cli.WhyCommand.Judged;
import io.recvq.diagnose.LimitedBy;
import io.recvq.diagnose.Verdict;
import io.recvq.net.Endpoint;
import io.recvq.report.Lane;
import io.recvq.report.Moment;
import io.recvq.report.Report;
import io.recvq.report.Report.Answer;
import io.recvq.report.Report.Fact;
import io.recvq.report.Report.Mark;
import io.recvq.report.Report.Outcome;
import io.recvq.scenario.ScenarioResult.Environment;
import io.recvq.scenario.TimeLine;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.SocketState;
import io.recvq.view.ReportFacts;
import io.recvq.view.ReportLane;
import io.recvq.view.ReportLane.Reading;
import io.recvq.view.ReportWire;
import io.recvq.view.ScenarioReport;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The report of live connections that were watched, the worst one first. */
final class ConnectionsReport {
  private static final int MAX_OTHERS = 12;
  private static final Map<String, String> UNITS = Map.of("Bytes", "B", "Ms", "ms", "Us", "µs");
  private static final int MAX_MARKS = 40;

  private final List<Judged> judged;
  private final long firstNanos;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<ReportWire.Ends> ends = new ArrayList<>();
  private final List<Moment> rows = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /**
   * What the report tells beside the connections.
   *
   * @param title the command's name
   * @param target what was asked for
   * @param limits what could not be told
   * @param command the command line
   * @param version of recvq
   */
  record About(
      String title,
      String target,
      List<String> limits,
      Environment environment,
      String command,
      String version) {}

  /**
   * The packets that were seen meanwhile.
   *
   * @param whyNot where there are none
   */
  record Wire(Optional<Recording> recording, String whyNot) {}

  private ConnectionsReport(List<Judged> judged) {
    this.judged = judged;
    this.firstNanos =
        judged.stream()
            .flatMap(one -> one.samples().stream())
            .mapToLong(ConnectionSample::atNanos)
            .min()
            .orElse(System.nanoTime());
  }

  /**
   * The report of these verdicts and their samples, the worst ones first.
   *
   * @param episodes the times in which something was limited, in order; their beginnings are marked
   * @param wire absent where nobody asked for packets
   */
  static Report of(List<Judged> judged, List<Episode> episodes, About about, Optional<Wire> wire)
      throws IOException {
    return new ConnectionsReport(judged).report(episodes, about, wire);
  }

  private Report report(List<Episode> episodes, About about, Optional<Wire> wire)
      throws IOException {
    Instant start = TimeLine.startingNow().time(firstNanos - System.nanoTime());
    remarks.addAll(about.limits());
    judged.forEach(this::lane);
    episodes.stream().limit(MAX_MARKS).forEach(this::mark);
    if (wire.isPresent()) {
      wire(wire.get(), start);
    }
    long end = rows.stream().mapToLong(Moment::atNanos).max().orElse(0);
    for (Lane lane : lanes) {
      end = lane.size() == 0 ? end : Math.max(end, lane.atNanos(lane.size() - 1));
    }
    return new Report(
        about.title(),
        about.target(),
        outcome(),
        start,
        end,
        lanes,
        marks,
        rows,
        ReportFacts.of(about.environment()),
        about.command(),
        Optional.empty(),
        remarks,
        about.version());
  }

  private void mark(Episode episode) {
    String where = judged.size() > 1 ? " (" + episode.connection() + ")" : "";
    String sentence = episode.verdict().summary();
    int names = sentence.indexOf(": ");
    marks.add(
        new Mark(
            episode.fromNanos() - firstNanos,
            (names < 0 ? sentence : sentence.substring(0, names)) + where,
            episode.verdict().limitedBy() != LimitedBy.SENDER));
  }

  private void wire(Wire wire, Instant start) throws IOException {
    if (wire.recording().isEmpty()) {
      remarks.add("The wire was not looked at: " + wire.whyNot() + ".");
      return;
    }
    ReportWire packets = ReportWire.of(wire.recording().get(), ends, start);
    rows.addAll(packets.rows());
    ScenarioReport.missed(wire.recording().get(), packets.notKept()).ifPresent(remarks::add);
  }

  private void lane(Judged one) {
    if (one.samples().isEmpty()) {
      return;
    }
    List<Reading> readings =
        one.samples().stream().map(s -> new Reading(s.atNanos() - firstNanos, s)).toList();
    ConnectionSample last = lastKnown(one.samples());
    Optional<InetRow> row = last.near().or(last::far);
    if (row.isEmpty()) {
      return;
    }
    boolean isNear = last.near().isPresent();
    Endpoint near = isNear ? row.get().local() : row.get().remote();
    Endpoint far = isNear ? row.get().remote() : row.get().local();
    String nearEnd = owner(last.near()).orElse("near");
    String farEnd = owner(last.far()).orElse("far");
    int number = lanes.size();
    ends.add(new ReportWire.Ends(near, far));
    if (row.get().state() == SocketState.LISTEN) {
      lanes.add(ReportLane.listener("LISTEN " + near, nearEnd + " " + near, readings));
    } else {
      lanes.add(
          ReportLane.connection(
              near + " → " + far, nearEnd + " " + near, farEnd + " " + far, readings));
    }
    rows.addAll(ReportLane.changes(number, nearEnd + " " + near, farEnd + " " + far, readings));
  }

  /** The last sample in which an end was there. */
  private static ConnectionSample lastKnown(List<ConnectionSample> samples) {
    for (int i = samples.size() - 1; i > 0; i--) {
      if (samples.get(i).near().isPresent() || samples.get(i).far().isPresent()) {
        return samples.get(i);
      }
    }
    return samples.get(0);
  }

  /** The process that holds it, as {@code java/4711}. */
  private static Optional<String> owner(Optional<InetRow> row) {
    return row.map(InetRow::owners)
        .filter(owners -> owners.kind() == Ownership.Kind.HELD)
        .map(owners -> owners.owners().get(0))
        .map(owner -> owner.process().replace(' ', '_') + "/" + owner.pid());
  }

  private Outcome outcome() {
    Judged worst = judged.get(0);
    Verdict verdict = worst.verdict();
    List<String> evidence = new ArrayList<>(verdict.evidence());
    for (Judged other : judged.subList(1, Math.min(judged.size(), 1 + MAX_OTHERS))) {
      evidence.add(other.connection() + ": " + other.verdict().summary());
    }
    if (judged.size() > 1 + MAX_OTHERS) {
      evidence.add("and " + (judged.size() - 1 - MAX_OTHERS) + " connections more");
    }
    String word = verdict.isBad() ? "limited by " + verdict.limitedBy().word() : "not limited";
    return new Outcome(
        verdict.isBad() ? Answer.BAD : Answer.GOOD,
        word.replace('-', ' '),
        verdict.summary(),
        evidence,
        verdict.next(),
        verdict.numbers().stream().map(ConnectionsReport::fact).toList());
  }

  /** A number under words in place of its JSON name, which ends in its unit. */
  private static Fact fact(Verdict.Measure number) {
    String name = number.name();
    String value = String.format(Locale.ROOT, "%,d", number.value());
    if (name.equals("recvQ") || name.equals("sendQ")) {
      return new Fact(name.equals("recvQ") ? "Recv-Q" : "Send-Q", value + " B");
    }
    for (Map.Entry<String, String> unit : UNITS.entrySet()) {
      if (name.endsWith(unit.getKey())) {
        String plain = name.substring(0, name.length() - unit.getKey().length());
        return new Fact(words(plain), value + " " + unit.getValue());
      }
    }
    return new Fact(words(name), value);
  }

  private static String words(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}

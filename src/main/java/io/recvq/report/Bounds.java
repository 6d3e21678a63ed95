package io.recvq.report;

import io.recvq.report.Moment.Call;
import io.recvq.report.Moment.Change;
import io.recvq.report.Moment.Framed;
import io.recvq.report.Moment.Packet;
import io.recvq.report.Moment.Tone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Keeps a page small enough to open and to send: readings are thinned so that no peak is lost, of
 * the rows those that tell the least are left out. What was left out is said.
 */
final class Bounds {
  static final int MAX_LANES = 24;
  static final int MAX_READINGS = 9_000;
  static final int MIN_READINGS_PER_LANE = 300;
  static final int MAX_PACKETS = 1_500;
  static final int MAX_CALLS = 1_500;
  static final int MAX_CHANGES = 800;
  static final int MAX_FRAMES = 600;

  private final List<String> remarks = new ArrayList<>();

  private Bounds() {}

  /** The report, or one that is like it and small enough. */
  static Report of(Report report) {
    return new Bounds().bounded(report);
  }

  private Report bounded(Report report) {
    List<Lane> lanes = lanes(report.lanes());
    Set<Moment> dropped = new HashSet<>();
    drop(report, Packet.class, "packets", MAX_PACKETS, Bounds::tellsNothing, dropped);
    drop(report, Call.class, "calls", MAX_CALLS, call -> call.tone() == Tone.PLAIN, dropped);
    drop(report, Change.class, "changes", MAX_CHANGES, c -> c.tone() == Tone.PLAIN, dropped);
    drop(report, Framed.class, "frames", MAX_FRAMES, f -> f.tone() == Tone.PLAIN, dropped);
    List<Moment> moments =
        report.moments().stream()
            .filter(moment -> !dropped.contains(moment))
            .filter(moment -> laneOf(moment) < MAX_LANES)
            .toList();
    return report.bounded(lanes, moments, remarks);
  }

  private static int laneOf(Moment moment) {
    if (moment instanceof Packet packet) {
      return packet.lane();
    }
    if (moment instanceof Framed frame) {
      return frame.lane();
    }
    return moment instanceof Change change ? change.lane() : 0;
  }

  private List<Lane> lanes(List<Lane> all) {
    List<Lane> kept = all.subList(0, Math.min(MAX_LANES, all.size()));
    if (kept.size() < all.size()) {
      remarks.add("Of %d connections the first %d are shown.".formatted(all.size(), kept.size()));
    }
    int each = Math.max(MIN_READINGS_PER_LANE, MAX_READINGS / Math.max(1, kept.size()));
    int before = kept.stream().mapToInt(Lane::size).sum();
    List<Lane> thinned = kept.stream().map(lane -> lane.thinned(each)).toList();
    int after = thinned.stream().mapToInt(Lane::size).sum();
    if (after < before) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "The curves show %,d of %,d readings; every peak and trough is among them.",
              after,
              before));
    }
    return thinned;
  }

  private static boolean tellsNothing(Packet packet) {
    return packet.tone() == Tone.PLAIN
        && packet.notes().isEmpty()
        && !packet.flags().contains("SYN")
        && !packet.flags().contains("FIN")
        && !packet.flags().contains("RST");
  }

  /** Drops evenly among those that tell the least; if that is not enough, from the end. */
  private <T extends Moment> void drop(
      Report report,
      Class<T> kind,
      String what,
      int atMost,
      Predicate<T> least,
      Set<Moment> dropped) {
    List<T> all = report.moments().stream().filter(kind::isInstance).map(kind::cast).toList();
    if (all.size() <= atMost) {
      return;
    }
    List<T> spare = all.stream().filter(least).toList();
    int tooMany = all.size() - atMost;
    int fromSpare = Math.min(tooMany, spare.size());
    for (int i = 0; i < fromSpare; i++) {
      dropped.add(spare.get((int) ((long) i * spare.size() / fromSpare)));
    }
    List<T> rest = all.stream().filter(moment -> !dropped.contains(moment)).toList();
    dropped.addAll(rest.subList(Math.min(atMost, rest.size()), rest.size()));
    remarks.add(
        String.format(
            Locale.ROOT,
            "%,d of %,d %s are shown; those left out are the least remarkable.",
            atMost,
            all.size(),
            what));
  }
}

package io.recvq.view;

import io.recvq.diagnose.Diagnosis;
import io.recvq.diagnose.Verdict;
import io.recvq.peer.ConnectionState.Ends;
import io.recvq.sockets.ConnectionSample;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Remembers the latest samples of each connection shown: its rates, and what limits it. */
public final class TopTracker {
  /** A verdict rests on the samples of so many readings. */
  private static final int WINDOW = 4;

  private final Map<Ends, Track> tracks = new HashMap<>();
  private final Set<Ends> seen = new HashSet<>();

  private static final class Track {
    private final RowPast past = new RowPast();
    private final Deque<ConnectionSample> samples = new ArrayDeque<>();
  }

  /** Begins a reading; what the one before did not show is forgotten. */
  public void begin() {
    tracks.keySet().retainAll(seen);
    seen.clear();
  }

  /** The row of a connection of which one more sample was taken. */
  public TopRow connection(String name, String peer, Ends ends, ConnectionSample sample) {
    seen.add(ends);
    Track track = tracks.computeIfAbsent(ends, e -> new Track());
    track.samples.addLast(sample);
    if (track.samples.size() > WINDOW) {
      track.samples.removeFirst();
    }
    sample.near().ifPresent(row -> track.past.counters(sample.atNanos(), row));
    Optional<Verdict> verdict =
        track.samples.size() < 2
            ? Optional.empty()
            : Optional.of(Diagnosis.connection(List.copyOf(track.samples)));
    return new TopRow(
        name, true, peer, sample.near(), track.past.in(), track.past.out(), "", verdict);
  }
}

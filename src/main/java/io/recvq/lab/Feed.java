package io.recvq.lab;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest events of something that runs in a session, as finished lines. */
public final class Feed {
  private static final int MOST_LINES = 200;

  /** A line with the moment of its event on the clock of System.nanoTime. */
  public record Line(long atNanos, String text) {}

  private final Deque<Line> lines = new ArrayDeque<>();
  private long frames;

  /** Adds a line; the oldest one goes when there are too many. */
  public synchronized void add(String line, boolean isFrame) {
    if (lines.size() == MOST_LINES) {
      lines.removeFirst();
    }
    lines.addLast(new Line(System.nanoTime(), line));
    frames += isFrame ? 1 : 0;
  }

  /** The latest lines, the newest last. */
  public synchronized List<Line> last(int most) {
    List<Line> all = List.copyOf(lines);
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  /** How many frames passed so far. */
  public synchronized long frames() {
    return frames;
  }
}

package io.recvq.cli;

import io.recvq.cli.WatchedConnection.Episode;
import io.recvq.render.Escape;
import io.recvq.render.Style;
import io.recvq.render.TextOut;
import io.recvq.render.Times;
import io.recvq.report.Moment;
import io.recvq.report.Moment.Tone;
import io.recvq.scenario.LiveConnections.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code watch} on a pipe: a line when something comes, changes in earnest, or is limited anew. */
final class WatchLines implements WatchSession.Listener {
  private static final long AGAIN_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int MAX_REMEMBERED = 10_000;

  private final TextOut out;
  private final Style style;
  private final WatchTap tap;
  private final long startNanos = System.nanoTime();
  private final Map<String, Long> toldNanos = new HashMap<>();

  WatchLines(TextOut out, Style style, WatchTap tap) {
    this.out = out;
    this.style = style;
    this.tap = tap;
  }

  @Override
  public void found(List<Connection> connections) {
    tap.open(connections);
    connections.forEach(one -> line(System.nanoTime(), one, "watched from here on"));
  }

  @Override
  public void read(WatchedConnection connection) {
    // A line a reading would be too much to read.
  }

  @Override
  public void changed(WatchedConnection connection, Moment.Change change) {
    String what = change.end() + " " + Escape.text(change.what());
    if (change.tone() != Tone.PLAIN && isNews(what, change.atNanos())) {
      line(
          change.atNanos(),
          connection.connection(),
          change.tone() == Tone.BAD ? style.red(what) : style.yellow(what));
    }
  }

  /** The same words are told again only after a while: a window may close many times a second. */
  private boolean isNews(String what, long nanos) {
    Long before = toldNanos.get(what);
    boolean news = before == null || nanos - before > AGAIN_NANOS;
    if (news && toldNanos.size() < MAX_REMEMBERED) {
      toldNanos.put(what, nanos);
    }
    return news;
  }

  @Override
  public void judged(WatchedConnection connection, Episode episode) {
    String sentence = Escape.text(episode.verdict().summary());
    line(
        episode.toNanos(),
        connection.connection(),
        episode.verdict().isBad() ? style.red(sentence) : style.green(sentence));
  }

  private void line(long nanos, Connection connection, String text) {
    String time = Times.human(Duration.ofNanos(Math.max(0, nanos - startNanos)));
    out.println(
        " ".repeat(Math.max(0, 9 - time.length())) + time + "  " + connection + "  " + text);
  }
}

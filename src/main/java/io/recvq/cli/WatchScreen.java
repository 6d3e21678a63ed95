package io.recvq.cli;

import io.recvq.cli.WatchedConnection.Episode;
import io.recvq.diagnose.Verdict;
import io.recvq.render.DisplayWidth;
import io.recvq.render.Escape;
import io.recvq.render.Screen;
import io.recvq.render.Style;
import io.recvq.render.Times;
import io.recvq.report.Moment;
import io.recvq.scenario.LiveConnections.Connection;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.view.ConnectionChart;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code watch} on a terminal: a line a connection with its queues and verdict, below them the
 * selected one over time.
 */
final class WatchScreen implements WatchSession.Listener {
  private static final long FRAME_NANOS = Duration.ofMillis(250).toNanos();
  private static final Duration SHOWN = Duration.ofSeconds(60);
  private static final String KEYS = "q ends and reports  ↑↓ selects";

  private final Screen screen;
  private final Style style;
  private final String target;
  private final WatchTap tap;
  private int selected;

  WatchScreen(Screen screen, Style style, String target, WatchTap tap) {
    this.screen = screen;
    this.style = style;
    this.target = target;
    this.tap = tap;
  }

  /** Watches until the user ends it, it is stopped, or the time is over. */
  void run(WatchSession session, StopSignal stop, Duration time, Duration interval)
      throws IOException {
    long end = session.startNanos() + time.toNanos();
    long next = session.startNanos();
    long nextFrame = next;
    while (!stop.isStopped() && System.nanoTime() - end < 0) {
      session.step(System.nanoTime());
      if (System.nanoTime() - nextFrame >= 0) {
        nextFrame = System.nanoTime() + FRAME_NANOS;
        screen.show(frame(session));
      }
      next = Math.max(next + interval.toNanos(), System.nanoTime());
      long wait = Math.max(1_000_000, next - System.nanoTime());
      Optional<Screen.Key> key = screen.read(Duration.ofNanos(wait));
      if (key.isPresent()) {
        if (ends(key.get(), stop)) {
          return;
        }
        nextFrame = System.nanoTime();
      }
    }
  }

  private boolean ends(Screen.Key key, StopSignal stop) {
    switch (key.kind()) {
      case UP -> selected = Math.max(0, selected - 1);
      case DOWN -> selected++;
      case CLOSED -> {
        return true;
      }
      case CHARACTER -> {
        if (key.character() == 3) {
          stop.stop();
        }
        return key.character() == 3 || key.character() == 'q';
      }
      case ENTER, ESCAPE, BACKSPACE, PAGE_UP, PAGE_DOWN, HOME, END, RESIZED -> {
        // The next frame is all there is to do.
      }
    }
    return false;
  }

  private List<String> frame(WatchSession session) {
    List<WatchedConnection> all = new ArrayList<>(session.connections());
    all.sort(Comparator.comparing(one -> one.connection().isListener()));
    selected = Math.max(0, Math.min(selected, all.size() - 1));
    String elapsed = Times.human(Duration.ofNanos(System.nanoTime() - session.startNanos()));
    List<String> lines = new ArrayList<>();
    lines.add(style.bold("recvq watch") + "  " + Escape.text(target) + "  " + elapsed);
    if (all.isEmpty()) {
      lines.add(style.dim("no connection matches yet"));
    } else {
      table(all, lines);
      lines.add("");
      chart(all.get(selected), lines);
    }
    while (lines.size() < screen.rows() - 1) {
      lines.add("");
    }
    List<String> fitting = new ArrayList<>(lines.subList(0, Math.max(0, screen.rows() - 1)));
    fitting.add(style.dim(KEYS));
    return fitting;
  }

  private void table(List<WatchedConnection> all, List<String> lines) {
    int width = "Connection".length();
    for (WatchedConnection one : all) {
      width = Math.max(width, DisplayWidth.of(one.connection().toString()));
    }
    lines.add(
        style.bold(
            String.format(
                Locale.ROOT,
                "  %-" + width + "s %9s %9s  %s",
                "Connection",
                "Send-Q",
                "Recv-Q",
                "Limited by")));
    int most = Math.max(1, screen.rows() / 3);
    int top = Math.max(0, Math.min(selected - most / 2, all.size() - most));
    for (int i = top; i < Math.min(all.size(), top + most); i++) {
      lines.add(line(all.get(i), width, i == selected));
    }
  }

  private String line(WatchedConnection one, int width, boolean isSelected) {
    Connection connection = one.connection();
    Optional<ConnectionSample> last = connection.samples().last();
    Optional<InetRow> near = last.flatMap(ConnectionSample::near);
    Optional<InetRow> far = connection.isListener() ? near : last.flatMap(ConnectionSample::far);
    String name = connection.toString();
    String text =
        (isSelected ? "▶ " : "  ")
            + name
            + " ".repeat(Math.max(0, width - DisplayWidth.of(name)))
            + String.format(
                Locale.ROOT,
                " %9s %9s  ",
                near.map(row -> Long.toString(row.sendQ())).orElse("-"),
                far.map(row -> Long.toString(row.recvQ())).orElse("-"));
    return (isSelected ? style.bold(text) : text) + sentence(one);
  }

  private String sentence(WatchedConnection one) {
    if (one.connection().isGone()) {
      return style.dim("gone");
    }
    Optional<Verdict> verdict = one.latest();
    if (verdict.isEmpty()) {
      return style.dim("…");
    }
    String text = Escape.text(verdict.get().summary());
    return verdict.get().isBad() ? style.red(text) : style.green(text);
  }

  private void chart(WatchedConnection one, List<String> lines) {
    List<ConnectionSample> samples =
        one.connection().samples().since(System.nanoTime() - SHOWN.toNanos());
    if (samples.size() > 1 && !one.connection().isListener()) {
      lines.addAll(ConnectionChart.lines(samples, screen.columns(), style));
    }
  }

  @Override
  public void found(List<Connection> connections) {
    tap.open(connections);
  }

  @Override
  public void read(WatchedConnection connection) {
    // A frame shows the latest reading when it is time for one.
  }

  @Override
  public void changed(WatchedConnection connection, Moment.Change change) {
    // The charts show it.
  }

  @Override
  public void judged(WatchedConnection connection, Episode episode) {
    // The line of the connection shows it.
  }
}

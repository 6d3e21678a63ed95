package io.recvq.cli;

import io.recvq.render.Clip;
import io.recvq.render.Screen;
import io.recvq.render.Style;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A view that takes the terminal over: reads anew at an interval, shows a frame, takes keys, and
 * asks questions on the bottom line. What all such views have in common; for one thread.
 */
abstract class FullScreenView {
  private static final int LONGEST_ANSWER = 200;
  private static final int CTRL_C = 3;
  private static final int CTRL_U = 21;
  private static final int CTRL_W = 23;

  final Screen screen;
  final Style style;
  private final StopSignal stop;
  private final Duration interval;
  private boolean paused;

  /** What stands on the bottom line until the next key; empty for the keys. */
  private String message = "";

  FullScreenView(Screen screen, Style style, StopSignal stop, Duration interval) {
    this.screen = screen;
    this.style = style;
    this.stop = stop;
    this.interval = interval;
  }

  /** Reads what is to be shown. */
  abstract void refresh() throws IOException;

  /** The frame with this bottom line, for the screen's present size. */
  abstract List<String> frame(String bottom) throws IOException;

  /** The keys in a few words. */
  abstract String keys();

  /** A key that is not common to all views; false when the view knows it no more than this one. */
  abstract boolean typed(Screen.Key key) throws IOException;

  /** Closes what the view has opened over itself; false when that is nothing, and q leaves. */
  boolean back() {
    return false;
  }

  /** How many rows a page has. */
  abstract int page();

  /** Moves the selection. */
  abstract void move(int rows);

  /** Shows the view until the user quits, it is stopped, or the time is over. */
  void run(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    long next = System.nanoTime();
    while (!stop.isStopped() && System.nanoTime() < end) {
      if (!paused && System.nanoTime() >= next) {
        refresh();
        next = System.nanoTime() + interval.toNanos();
      }
      show(message.isEmpty() ? style.dim(Clip.toItems(keys(), screen.columns())) : message);
      long wait = paused ? interval.toNanos() : next - System.nanoTime();
      Optional<Screen.Key> key = screen.read(Duration.ofNanos(Math.max(1_000_000, wait)));
      if (key.isPresent()) {
        message = "";
        if (!handle(key.get())) {
          return;
        }
      }
    }
  }

  private void show(String bottom) throws IOException {
    screen.show(frame(bottom));
  }

  boolean isPaused() {
    return paused;
  }

  /** Says this on the bottom line until the next key. */
  void say(String text) {
    message = text;
  }

  /** The same, unless something is being said already. */
  void mention(String text) {
    message = message.isEmpty() ? text : message;
  }

  /** False when the user quits. */
  private boolean handle(Screen.Key key) throws IOException {
    switch (key.kind()) {
      case UP -> move(-1);
      case DOWN -> move(1);
      case PAGE_UP -> move(-page());
      case PAGE_DOWN -> move(page());
      case HOME -> move(-Integer.MAX_VALUE / 2);
      case END -> move(Integer.MAX_VALUE / 2);
      case CLOSED -> {
        return false;
      }
      case CHARACTER -> {
        return character(key);
      }
      case ENTER, ESCAPE, BACKSPACE, RESIZED -> typed(key);
    }
    return true;
  }

  private boolean character(Screen.Key key) throws IOException {
    switch (key.character()) {
      case CTRL_C -> {
        stop.stop();
        return false;
      }
      case 'q' -> {
        return back();
      }
      case 'j' -> move(1);
      case 'p' -> paused = !paused;
      default -> {
        if (!typed(key)) {
          say(style.dim("no such key; " + keys()));
        }
      }
    }
    return true;
  }

  /** Lets a text be edited on the bottom line; empty when Escape or Ctrl-C left it. */
  Optional<String> ask(String label, String preset) throws IOException {
    StringBuilder text = new StringBuilder(preset);
    while (!stop.isStopped()) {
      show(label + ": " + text + "█");
      Optional<Screen.Key> key = screen.read(interval);
      if (key.isEmpty()) {
        continue;
      }
      Screen.Kind kind = key.get().kind();
      int typed = key.get().character();
      if (kind == Screen.Kind.ESCAPE || kind == Screen.Kind.CLOSED || typed == CTRL_C) {
        return Optional.empty();
      }
      if (kind == Screen.Kind.ENTER) {
        return Optional.of(text.toString().strip());
      }
      if (kind == Screen.Kind.BACKSPACE && !text.isEmpty()) {
        text.setLength(text.offsetByCodePoints(text.length(), -1));
      } else if (typed == CTRL_U) {
        text.setLength(0);
      } else if (typed == CTRL_W) {
        text.setLength(text.toString().stripTrailing().lastIndexOf(' ') + 1);
      } else if (typed >= ' ' && text.length() < LONGEST_ANSWER) {
        text.appendCodePoint(typed);
      }
    }
    return Optional.empty();
  }

  /** Asks a question; true for y. */
  boolean confirm(String question) throws IOException {
    while (!stop.isStopped()) {
      show(style.yellow(question + " y/n "));
      Optional<Screen.Key> key = screen.read(interval);
      if (key.isPresent()) {
        return key.get().kind() == Screen.Kind.CHARACTER && key.get().character() == 'y';
      }
    }
    return false;
  }
}

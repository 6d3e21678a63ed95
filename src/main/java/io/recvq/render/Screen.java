package io.recvq.render;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A terminal taken over whole: frames instead of lines, keys instead of lines of input. Closing it
 * gives back what was on the terminal before. For one thread.
 */
public interface Screen extends AutoCloseable {
  /** Opens the screen of a terminal. */
  interface Opener {
    /** For output that is no terminal: there is no screen. */
    Opener NONE = Optional::empty;

    /** Takes the terminal over; empty where there is none that can be. */
    Optional<Screen> open() throws IOException;
  }

  /** What was typed. */
  enum Kind {
    /** A character, in {@link Key#character}. */
    CHARACTER,
    ENTER,
    ESCAPE,
    BACKSPACE,
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    HOME,
    END,
    /** The terminal has another size now. */
    RESIZED,
    /** The terminal is gone. */
    CLOSED
  }

  /**
   * A key.
   *
   * @param character 0 unless it is a character
   */
  record Key(Kind kind, int character) {
    /** A key that is no character. */
    public static Key of(Kind kind) {
      return new Key(kind, 0);
    }
  }

  /** Width in columns, at least 1. */
  int columns();

  /** Height in lines, at least 1. */
  int rows();

  /**
   * Shows a frame; only lines that differ from the frame before are written. Lines beyond the
   * height are left out, longer ones are cut at the width.
   */
  void show(List<String> frame);

  /** Waits for a key; empty when the time is over first. */
  Optional<Key> read(Duration atMost) throws IOException;

  @Override
  void close();
}

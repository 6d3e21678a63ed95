package io.recvq.cli;

import io.recvq.view.TopRow;
import java.io.IOException;
import java.util.List;

/** What the dashboard shows. */
interface TopSource {
  /** What is shown, in a few words: {@code this shell}, {@code this machine}. */
  String title();

  /** Reads it now. */
  Picture read() throws IOException;

  /** Whether effects and names can be given to {@link #act}. */
  boolean isSteerable();

  /**
   * Does something to a row.
   *
   * @param words a command of the session, as {@code stall s1}; the row's name stands in it
   * @return what was done, for the bottom line
   */
  String act(List<String> words) throws IOException, InterruptedException;

  /**
   * One reading.
   *
   * @param rows groups with their connections below them
   * @param events what happened lately, the newest last
   * @param frames how many frames passed so far
   */
  record Picture(List<TopRow> rows, List<String> events, long frames) {
    static final Picture NONE = new Picture(List.of(), List.of(), 0);

    public Picture {
      rows = List.copyOf(rows);
      events = List.copyOf(events);
    }
  }
}

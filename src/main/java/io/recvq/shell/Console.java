package io.recvq.shell;

import io.recvq.cli.CommandContext.TerminalView;
import io.recvq.render.Screen;
import io.recvq.render.TextOut;
import java.io.InputStream;

/** Where the commands of a session read and write: a terminal, or a script's streams. */
interface Console {
  /** Where results of foreground commands go. */
  TextOut out();

  /** Where messages go. */
  TextOut err();

  /** A new standard input for one foreground command, which ends with it. */
  InputStream newInput();

  /** What is known of the terminal now. */
  TerminalView view();

  /** Opens the terminal as a screen for one foreground command. */
  default Screen.Opener screens() {
    return Screen.Opener.NONE;
  }

  /** Empties the screen; a script's output has none. */
  default void clear() {}

  /** Whether a child process may write to this process's own standard output and error. */
  boolean childrenInherit();

  /** What a background job may know of the terminal. */
  default TerminalView jobView(int job) {
    return TerminalView.NONE;
  }

  /** Shows output of a background job: whole lines. */
  void showJobOutput(int job, byte[] lines);

  /** Shows a message about a job, as its end. */
  void showNotice(String line);
}

package io.recvq.shell;

import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;

/**
 * How the terminal treats what is typed while a command runs. In lines (ICANON of termios(3)) it
 * would make an end of file of Ctrl-D, which the next prompt never sees; so it does that only for
 * commands that read.
 */
final class TypeAhead {
  private TypeAhead() {}

  /** Hands typing over in whole lines, or as it comes; Ctrl-C is a signal either way. */
  static void wholeLines(Terminal terminal, boolean lines) {
    Attributes attributes = terminal.getAttributes();
    attributes.setLocalFlag(LocalFlag.ICANON, lines);
    attributes.setControlChar(ControlChar.VMIN, 1);
    attributes.setControlChar(ControlChar.VTIME, 0);
    terminal.setAttributes(attributes);
  }
}

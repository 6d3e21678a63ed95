package io.recvq.shell;

import io.recvq.cli.CommandContext;
import io.recvq.cli.CommandContext.TerminalView;
import io.recvq.render.Screen;
import io.recvq.render.TextOut;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jline.reader.LineReader;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp;

/** A terminal with a line editor: what jobs write appears above the line being typed. */
final class TerminalConsole implements Console {
  private final Terminal terminal;
  private final CommandContext context;
  private final HeldLines held;

  TerminalConsole(Terminal terminal, CommandContext context, LineReader reader) {
    this.terminal = terminal;
    this.context = context;
    this.held = new HeldLines(reader::printAbove);
  }

  @Override
  public TextOut out() {
    return context.out();
  }

  @Override
  public TextOut err() {
    return context.err();
  }

  @Override
  public InputStream newInput() {
    return new TerminalInput(
        terminal,
        () -> TypeAhead.wholeLines(terminal, true),
        () -> TypeAhead.wholeLines(terminal, false));
  }

  @Override
  public TerminalView view() {
    int columns = terminal.getColumns();
    return new TerminalView(true, true, columns > 0 ? columns : 80);
  }

  /** Each line of a job stands behind its number. */
  @Override
  public TerminalView jobView(int job) {
    return jobView(view().columns(), job);
  }

  static TerminalView jobView(int columns, int job) {
    return new TerminalView(false, false, Math.max(20, columns - prefix(job).length()));
  }

  private static String prefix(int job) {
    return "[" + job + "] ";
  }

  /** While a command has the whole screen, what jobs write waits. */
  @Override
  public Screen.Opener screens() {
    return () -> JLineScreen.on(terminal).map(screen -> new HoldingScreen(screen, held));
  }

  @Override
  public void clear() {
    // A dumb terminal has no such capability, and nothing is written.
    terminal.puts(InfoCmp.Capability.clear_screen);
    terminal.flush();
  }

  @Override
  public boolean childrenInherit() {
    return true;
  }

  @Override
  public void showJobOutput(int job, byte[] lines) {
    String text = new String(lines, StandardCharsets.UTF_8).stripTrailing();
    held.print(prefix(job) + text);
  }

  @Override
  public void showNotice(String line) {
    held.print(line);
  }
}

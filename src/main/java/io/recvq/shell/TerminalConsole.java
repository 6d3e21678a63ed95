package io.recvq.shell;

import io.recvq.cli.CommandContext;
import io.recvq.cli.CommandContext.TerminalView;
import io.recvq.render.Screen;
import io.recvq.render.TextOut;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jline.reader.LineReader;
import org.jline.terminal.Terminal;

/** A terminal with a line editor: what jobs write appears above the line being typed. */
final class TerminalConsole implements Console {
  private final Terminal terminal;
  private final CommandContext context;
  private final LineReader reader;

  TerminalConsole(Terminal terminal, CommandContext context, LineReader reader) {
    this.terminal = terminal;
    this.context = context;
    this.reader = reader;
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
    return new TerminalInput(terminal);
  }

  @Override
  public TerminalView view() {
    int columns = terminal.getColumns();
    return new TerminalView(true, true, columns > 0 ? columns : 80);
  }

  @Override
  public Screen.Opener screens() {
    return () -> JLineScreen.on(terminal);
  }

  @Override
  public boolean childrenInherit() {
    return true;
  }

  @Override
  public void showJobOutput(int job, byte[] lines) {
    String text = new String(lines, StandardCharsets.UTF_8).stripTrailing();
    reader.printAbove("[" + job + "] " + text);
  }

  @Override
  public void showNotice(String line) {
    reader.printAbove(line);
  }
}

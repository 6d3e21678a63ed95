package io.recvq.shell;

import io.recvq.cli.CommandContext;
import io.recvq.cli.CommandContext.TerminalView;
import io.recvq.render.TextOut;
import java.io.FilterInputStream;
import java.io.InputStream;

/** A script's streams: those of the process; jobs write to the same output. */
final class ScriptConsole implements Console {
  private final CommandContext context;
  private final boolean inputIsScript;

  /**
   * @param inputIsScript whether the lines come from standard input, which commands then cannot
   *     read
   */
  ScriptConsole(CommandContext context, boolean inputIsScript) {
    this.context = context;
    this.inputIsScript = inputIsScript;
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
    return inputIsScript ? InputStream.nullInputStream() : new Unclosed(context.in());
  }

  @Override
  public TerminalView view() {
    return context.terminal();
  }

  @Override
  public boolean childrenInherit() {
    return context.terminal().outputIsTerminal();
  }

  @Override
  public void showJobOutput(int job, byte[] lines) {
    context.out().write(lines, 0, lines.length);
    context.out().flush();
  }

  @Override
  public void showNotice(String line) {
    context.err().println(line);
  }

  /** The process's standard input, which outlives the commands that read it. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // The next command may read on.
    }
  }
}

package io.recvq.shell;

import io.recvq.cli.CommandContext;
import io.recvq.cli.ExitStatus;
import io.recvq.cli.Interpreter;
import io.recvq.cli.StopSignal;
import java.io.IOException;

/** The interpreter of lines: chooses between the terminal and a script. */
public final class Shell implements Interpreter {
  @Override
  public ExitStatus readLines(Settings settings, CommandContext context)
      throws IOException, InterruptedException {
    boolean typed =
        "1".equals(context.environment().get("RECVQ_STDIN_TTY"))
            && context.terminal().outputIsTerminal();
    if (typed) {
      return InteractiveShell.run(settings, context);
    }
    return pipe(settings, context);
  }

  /** Runs each line of standard input as it comes. */
  private static ExitStatus pipe(Settings settings, CommandContext context)
      throws IOException, InterruptedException {
    Session session =
        new Session(new ScriptConsole(context, true), context.environment(), context.stop());
    try (StopSignal.Registration registration =
        context.stop().onStop(Thread.currentThread()::interrupt)) {
      return new LineLoop(session, settings.keepGoing()).run(LineFeed.start(context.in()));
    } finally {
      session.close();
    }
  }

  @Override
  public ExitStatus runText(String name, String text, Settings settings, CommandContext context)
      throws InterruptedException {
    Session session =
        new Session(new ScriptConsole(context, false), context.environment(), context.stop());
    try {
      return session.runText(name, text, settings.keepGoing());
    } finally {
      session.close();
    }
  }
}

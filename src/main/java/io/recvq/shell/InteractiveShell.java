package io.recvq.shell;

import io.recvq.cli.CommandContext;
import io.recvq.cli.CommandRunner;
import io.recvq.cli.ExitStatus;
import io.recvq.cli.Interpreter.Settings;
import io.recvq.cli.StopSignal;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The shell on a terminal: reads a line, runs it, until Ctrl-D or exit. */
final class InteractiveShell {
  private static final long TWICE_NANOS = 1_000_000_000;

  private final Terminal terminal;
  private final LineReader reader;
  private final Session session;
  private final CommandContext context;
  private long lastInterrupt;
  private boolean asked;

  private InteractiveShell(Terminal terminal, CommandContext context) {
    this.terminal = terminal;
    this.context = context;
    boolean colored = context.style(io.recvq.cli.ColorMode.AUTO).colored();
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .appName("recvq")
            .terminal(terminal)
            .parser(new LineParser())
            .highlighter(new LineHighlighter(colored))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "> ")
            .variable(LineReader.HISTORY_SIZE, 5000)
            .variable(LineReader.HISTORY_FILE_SIZE, 5000)
            .variable(LineReader.LIST_MAX, 200)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .option(LineReader.Option.HISTORY_IGNORE_DUPS, true)
            .option(LineReader.Option.INSERT_TAB, false)
            .option(LineReader.Option.AUTO_MENU, true)
            .option(LineReader.Option.BRACKETED_PASTE, colored);
    new UserFiles(context.environment())
        .history()
        .ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    LateCompleter completer = new LateCompleter();
    this.reader = builder.completer(completer).build();
    this.session =
        new Session(
            new TerminalConsole(terminal, context, reader), context.environment(), context.stop());
    completer.become(new ShellCompleter(session, new MachineValues()));
  }

  /** Runs the shell until the user leaves; gives the status of {@code exit}. */
  static ExitStatus run(Settings settings, CommandContext context)
      throws IOException, InterruptedException {
    Terminal opened;
    try {
      opened =
          TerminalBuilder.builder()
              .stdinEncoding(StandardCharsets.UTF_8)
              .stdoutEncoding(StandardCharsets.UTF_8)
              .name("recvq")
              .system(true)
              .dumb(true)
              // Asking the terminal for this at start-up would throw away what was typed ahead.
              .graphemeCluster(false)
              .encoding(StandardCharsets.UTF_8)
              .build();
    } catch (IOException e) {
      throw OperationException.of("open the terminal", e, "run lines with recvq -c or recvq run");
    }
    try (Terminal terminal = opened) {
      InteractiveShell shell = new InteractiveShell(terminal, context);
      return shell.run(settings);
    }
  }

  private ExitStatus run(Settings settings) throws InterruptedException {
    Thread typing = Thread.currentThread();
    TypeAhead.wholeLines(terminal, false);
    terminal.handle(Terminal.Signal.INT, signal -> interrupted(typing));
    try (StopSignal.Registration registration = context.stop().onStop(typing::interrupt)) {
      greet();
      if (settings.startFile()) {
        startFile();
      }
      return loop();
    } finally {
      Thread.interrupted();
      session.close();
    }
  }

  /** Ctrl-C while no line is being read; between a command and the prompt it is the prompt's. */
  private void interrupted(Thread typing) {
    if (!session.interrupt()) {
      typing.interrupt();
    }
  }

  private void greet() {
    context
        .out()
        .println("recvq " + CommandRunner.version() + "; help lists the commands, Ctrl-D leaves");
    context.out().flush();
  }

  private void startFile() throws InterruptedException {
    Optional<Path> file = new UserFiles(context.environment()).startFile();
    if (file.isPresent()) {
      try {
        session.runText(file.get().toString(), Files.readString(file.get()), true);
      } catch (IOException e) {
        context.err().println("recvq: cannot read " + file.get() + ": " + e.getMessage());
      }
    }
  }

  private ExitStatus loop() throws InterruptedException {
    ExitStatus last = ExitStatus.OK;
    while (!session.isLeaving()) {
      try {
        String line = reader.readLine("recvq> ");
        asked = false;
        last = session.runText("", line, false);
        if (last == ExitStatus.INTERRUPTED) {
          context.err().println(); // The terminal showed ^C where the prompt would stand.
        }
      } catch (InterruptedException e) {
        if (context.stop().isStopped() || interruptedAtPrompt("")) {
          return context.stop().isStopped() ? ExitStatus.INTERRUPTED : ExitStatus.OK;
        }
      } catch (UserInterruptException e) {
        if (context.stop().isStopped()) {
          return ExitStatus.INTERRUPTED;
        }
        if (interruptedAtPrompt(e.getPartialLine())) {
          return ExitStatus.OK;
        }
      } catch (EndOfFileException e) {
        if (mayLeave()) {
          return ExitStatus.OK;
        }
      }
    }
    return context.stop().isStopped() ? ExitStatus.INTERRUPTED : last;
  }

  /** Ctrl-C at the prompt: a hint, and the second one within a second leaves. */
  private boolean interruptedAtPrompt(String partial) {
    long now = System.nanoTime();
    if (!partial.isEmpty()) {
      return false;
    }
    if (lastInterrupt != 0 && now - lastInterrupt < TWICE_NANOS) {
      return true;
    }
    lastInterrupt = now;
    context.err().println("Ctrl-C again, Ctrl-D or exit leaves");
    return false;
  }

  /** Ctrl-D: leaves, but asks once while jobs run. */
  private boolean mayLeave() {
    int running = session.jobs().running().size();
    if (running == 0 || asked) {
      return true;
    }
    asked = true;
    String jobs = running == 1 ? "1 job runs" : running + " jobs run";
    context.err().println(jobs + "; Ctrl-D again stops what runs and leaves");
    return false;
  }
}

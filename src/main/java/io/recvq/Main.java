package io.recvq;

import io.recvq.cli.CommandContext;
import io.recvq.cli.CommandContext.TerminalView;
import io.recvq.cli.CommandRunner;
import io.recvq.cli.ExitStatus;
import io.recvq.cli.StopSignal;
import io.recvq.render.Screen;
import io.recvq.render.TextOut;
import io.recvq.shell.JLineScreen;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Entry point of the program. Here and on the way to a command no lambda and no stream is used: the
 * first ones of a process cost the JVM some milliseconds, a tenth of a short command.
 */
public final class Main {
  /** How long a command may take to end in good order after a signal. */
  private static final int GRACE_SECONDS = 5;

  private Main() {}

  /**
   * Runs the command line and ends the process with its exit status. What is printed does not
   * depend on the machine's locale; the one set here is the only one for which the JDK formats
   * numbers without loading its locale data, which takes 10 ms.
   */
  public static void main(String[] args) {
    Locale.setDefault(Locale.US);
    leaveOutOfPicocliWhatIsNotUsed();
    StopSignal stop = new StopSignal();
    CountDownLatch ended = new CountDownLatch(1);
    Ending ending = new Ending(stop, ended);
    Runtime.getRuntime().addShutdownHook(ending);
    CommandContext context = context(stop);
    ExitStatus status = CommandRunner.run(List.of(args), context);
    ended.countDown();
    if (ending.getState() == Thread.State.NEW) {
      // As System.exit does, but for the hooks, of which none has anything left to do, and for the
      // system logger that newer JDKs set up for every exit, at the price of a third of a short
      // command.
      Runtime.getRuntime().halt(status.code());
    }
    System.exit(status.code());
  }

  /**
   * For each command line picocli looks for Groovy in every jar, and for the parsers of java.sql's
   * and java.time's types. No option needs them, and together they are a tenth of the start-up
   * time.
   */
  private static void leaveOutOfPicocliWhatIsNotUsed() {
    System.setProperty("picocli.disable.closures", "true");
    System.setProperty("picocli.converters.excludes", "java.*");
  }

  /**
   * Runs when the JVM is asked to end. On SIGINT, SIGTERM and SIGHUP the command is still running:
   * it is told to stop and given time to print what it has; the JVM then ends with 128 plus the
   * signal's number.
   */
  private static final class Ending extends Thread {
    private final StopSignal stop;
    private final CountDownLatch ended;

    Ending(StopSignal stop, CountDownLatch ended) {
      super("signal");
      this.stop = stop;
      this.ended = ended;
    }

    @Override
    public void run() {
      stop.stop();
      try {
        if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
          Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static CommandContext context(StopSignal stop) {
    boolean terminal = "1".equals(System.getenv("RECVQ_STDOUT_TTY"));
    boolean errorTerminal = "1".equals(System.getenv("RECVQ_STDERR_TTY"));
    return new CommandContext(
        new FileInputStream(FileDescriptor.in),
        new TextOut(new FileOutputStream(FileDescriptor.out), terminal),
        TextOut.messages(
            new FileOutputStream(FileDescriptor.err),
            errorTerminal ? columns(true) : TextOut.UNLIMITED),
        System.getenv(),
        new TerminalView(terminal, errorTerminal, columns(terminal)),
        stop,
        new Screen.Opener() {
          @Override
          public Optional<Screen> open() throws IOException {
            return JLineScreen.open();
          }
        });
  }

  /** As the user set them, else those of the terminal where there is one. */
  private static int columns(boolean terminal) {
    String set = System.getenv("COLUMNS");
    String columns = set == null && terminal ? System.getenv("RECVQ_COLUMNS") : set;
    try {
      return columns == null ? 80 : Math.max(20, Integer.parseInt(columns));
    } catch (NumberFormatException e) {
      return 80;
    }
  }
}

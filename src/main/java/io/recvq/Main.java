package io.recvq;

import io.recvq.cli.CommandContext;
import io.recvq.cli.CommandContext.TerminalView;
import io.recvq.cli.CommandRunner;
import io.recvq.cli.ExitStatus;
import io.recvq.cli.StopSignal;
import io.recvq.render.TextOut;
import io.recvq.shell.JLineScreen;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Entry point of the program. */
public final class Main {
  /** How long a command may take to end in good order after a signal. */
  private static final int GRACE_SECONDS = 5;

  private Main() {}

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String[] args) {
    StopSignal stop = new StopSignal();
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endInGoodOrder(stop, ended), "signal"));
    CommandContext context = context(stop);
    ExitStatus status = CommandRunner.run(List.of(args), context);
    ended.countDown();
    System.exit(status.code());
  }

  /**
   * Runs when the JVM is asked to end. On SIGINT, SIGTERM and SIGHUP the command is still running:
   * it is told to stop and given time to print what it has; the JVM then ends with 128 plus the
   * signal's number.
   */
  private static void endInGoodOrder(StopSignal stop, CountDownLatch ended) {
    stop.stop();
    try {
      if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CommandContext context(StopSignal stop) {
    boolean terminal = "1".equals(System.getenv("RECVQ_STDOUT_TTY"));
    boolean errorTerminal = "1".equals(System.getenv("RECVQ_STDERR_TTY"));
    return new CommandContext(
        new FileInputStream(FileDescriptor.in),
        new TextOut(new FileOutputStream(FileDescriptor.out), terminal),
        new TextOut(new FileOutputStream(FileDescriptor.err), true),
        System.getenv(),
        new TerminalView(terminal, errorTerminal, columns()),
        stop,
        () -> JLineScreen.open());
  }

  private static int columns() {
    String columns = System.getenv("COLUMNS");
    try {
      return columns == null ? 80 : Math.max(20, Integer.parseInt(columns));
    } catch (NumberFormatException e) {
      return 80;
    }
  }
}

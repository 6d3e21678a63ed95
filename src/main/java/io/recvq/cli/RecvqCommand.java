package io.recvq.cli;

import java.io.IOException;
import picocli.CommandLine.Option;

/**
 * What every command is: a picocli object whose options were filled in, and one method that does
 * the work in the context it is handed. An object runs once.
 */
public abstract class RecvqCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      order = 100,
      description = "Show this help and exit.")
  boolean helpRequested;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      order = 101,
      description = "Colour: auto (only on a terminal), always, never.")
  ColorMode color = ColorMode.AUTO;

  @Option(names = "--debug", order = 102, description = "Show the stack trace of an error.")
  boolean debug;

  /**
   * Does the work. Data goes to {@code context.out()}, all else to {@code context.err()}.
   *
   * @throws io.recvq.net.OperationException when it could not look: becomes a message and status 3
   * @throws UsageException when options contradict each other: becomes a message and status 2
   * @throws InterruptedException when it was asked to end: becomes status 130
   */
  protected abstract ExitStatus run(CommandContext context)
      throws IOException, InterruptedException;
}

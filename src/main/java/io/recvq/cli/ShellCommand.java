package io.recvq.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code shell}: interactive on a terminal, else the lines of standard input. */
@Command(
    name = "shell",
    description = "Read commands from the terminal, or a script from standard input.",
    footer = {
      "",
      "Examples:",
      "  recvq                             the shell, on a terminal",
      "  recvq -c 'resolve ::1; explain 104'   run these commands",
      "  recvq < FILE                      run the lines of FILE",
      "  echo 'explain EPIPE' | recvq      run the lines of a pipe",
      "",
      "Inside: help lists what only the shell has: jobs, fg, kill, wait, set, time,",
      "watch, and more. A line may end in & to run in the background, and may use",
      "pipes into the system's programs, > and >> to files, quotes, # comments.",
      "",
      "Exit status: that of the first line that fails; a script stops there.",
    })
final class ShellCommand extends RecvqCommand {
  @Option(names = "-c", paramLabel = "LINES", order = 1, description = "Run these lines.")
  String lines = "";

  @Option(
      names = {"-k", "--keep-going"},
      order = 2,
      description = "Go on after a failing line; the status is the first failure's.")
  boolean keepGoing;

  @Option(names = "--no-rc", order = 3, description = "Do not run the start-up file.")
  boolean noStartFile;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    Interpreter.Settings settings = new Interpreter.Settings(keepGoing, !noStartFile);
    return lines.isEmpty()
        ? Interpreter.load().readLines(settings, context)
        : Interpreter.load().runText("-c", lines, settings, context);
  }
}

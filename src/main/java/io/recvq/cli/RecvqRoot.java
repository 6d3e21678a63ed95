package io.recvq.cli;

import picocli.CommandLine.Command;

/** The program itself: what stands before a command's name. */
@Command(name = "recvq", description = RecvqRoot.SUMMARY)
final class RecvqRoot extends RecvqCommand {
  static final String SUMMARY =
      "what the program, the kernel and the wire say about one connection.";

  @picocli.CommandLine.Option(
      names = {"-V", "--version"},
      versionHelp = true,
      order = 99,
      description = "Show the version and exit.")
  boolean versionRequested;

  @Override
  protected ExitStatus run(CommandContext context) {
    throw new UsageException("no command given");
  }
}

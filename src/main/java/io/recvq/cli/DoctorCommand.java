package io.recvq.cli;

import picocli.CommandLine.Command;

/** {@code doctor}: what this machine allows. */
@Command(name = "doctor", description = "What this machine allows, and the remedy for each lack.")
final class DoctorCommand extends RecvqCommand {
  @Override
  protected ExitStatus run(CommandContext context) {
    context.out().println("java " + Runtime.version());
    return ExitStatus.OK;
  }
}

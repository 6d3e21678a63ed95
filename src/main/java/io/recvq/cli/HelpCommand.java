package io.recvq.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code help}: the commands, or one command's help. */
@Command(
    name = "help",
    description = "Show all commands, or the help of one.",
    footer = {
      "",
      "Examples:",
      "  recvq help                        all commands",
      "  recvq help serve                  the same as recvq serve --help",
      "",
      "Exit status: 0 shown; 2 no such command."
    })
final class HelpCommand extends RecvqCommand {
  @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "A command's name.")
  String command = "";

  @Override
  protected ExitStatus run(CommandContext context) {
    if (command.isEmpty()) {
      context.out().print(Help.program());
      return ExitStatus.OK;
    }
    if (!Commands.isCommand(command)) {
      throw new UsageException("no command '" + command + "'");
    }
    context.out().print(Help.of(Commands.command(command).getCommandSpec()));
    return ExitStatus.OK;
  }
}

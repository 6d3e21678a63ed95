package io.recvq.cli;

import io.recvq.lab.HandSocket;
import io.recvq.lab.Hosted;
import io.recvq.lab.Outcome;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reset}: resets a connection. */
@Command(
    name = "reset",
    sortOptions = false,
    description = "Reset a connection: the peer gets a RST.",
    footer = {
      "",
      "Examples:",
      "  reset c1",
      "  reset s1.2",
      "",
      "Exit status: 0 done; 2 no such connection."
    })
final class ResetCommand extends LabCommand {
  @Parameters(paramLabel = "CONNECTION", description = "Its name, as c1 or s1.2.")
  String name = "";

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    Target target = target(context, name);
    if (target.member() instanceof Hosted hosted) {
      return LoopCall.run(context, this, target, "close", hosted.control()::reset, ", SO_LINGER 0");
    }
    HandSocket socket = socket(context, name);
    Outcome outcome = socket.reset();
    HandCall.of(context, socket, name + ", SO_LINGER 0", outcome)
        .print(context, context.style(color), json);
    return ExitStatus.OK;
  }
}

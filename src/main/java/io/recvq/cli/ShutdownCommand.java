package io.recvq.cli;

import io.recvq.lab.HandSocket;
import io.recvq.lab.Hosted;
import io.recvq.lab.Outcome;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code shutdown}: ends a direction of a connection. */
@Command(
    name = "shutdown",
    sortOptions = false,
    description = "End one direction of a connection, or both.",
    footer = {
      "",
      "out sends a FIN: the peer reads the end of the stream and may still send. in only",
      "stops our reading. On a connection of a server (s1.2) only out is possible.",
      "",
      "Examples:",
      "  shutdown c1 out",
      "  shutdown s1.2 out",
      "",
      "Exit status: 0 done; 1 the system refused, as ENOTCONN."
    })
final class ShutdownCommand extends LabCommand {
  @Parameters(index = "0", paramLabel = "CONNECTION", description = "Its name, as c1 or s1.2.")
  String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SIDE",
      description = "out (preset), in or both.")
  HandSocket.Side side = HandSocket.Side.OUT;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    Target target = target(context, name);
    if (target.member() instanceof Hosted hosted) {
      if (side != HandSocket.Side.OUT) {
        throw new UsageException(name + " is run by a command: only its output can be ended");
      }
      return LoopCall.run(
          context, this, target, "shutdown", hosted.control()::endOutput, ", SHUT_WR");
    }
    HandSocket socket = socket(context, name);
    Outcome outcome = socket.shutdown(side);
    String how =
        switch (side) {
          case IN -> "SHUT_RD";
          case OUT -> "SHUT_WR";
          case BOTH -> "SHUT_RDWR";
        };
    HandCall.of(context, socket, name + ", " + how, outcome)
        .print(context, context.style(color), json);
    return outcome.returned() == 0 ? ExitStatus.OK : ExitStatus.BAD_ANSWER;
  }
}

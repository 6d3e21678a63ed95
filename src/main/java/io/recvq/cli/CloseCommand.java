package io.recvq.cli;

import io.recvq.lab.HandSocket;
import io.recvq.lab.Hosted;
import io.recvq.lab.Member;
import io.recvq.lab.Outcome;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code close}: closes a named endpoint. */
@Command(
    name = "close",
    sortOptions = false,
    description = "Close a connection, a listener, or end a server.",
    footer = {
      "",
      "Bytes that were not read make the close of a connection a reset, as always.",
      "",
      "Examples:",
      "  close c1",
      "  close s1                        ends the server and its connections",
      "  close s1.2",
      "  close all",
      "",
      "Exit status: 0 closed; 2 no such endpoint."
    })
final class CloseCommand extends LabCommand {
  @Parameters(paramLabel = "ENDPOINT", description = "c1, l1, s1, s1.2 or all.")
  String name = "";

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    if (name.equals("all")) {
      lab(context).members().forEach(Member::close);
      return ExitStatus.OK;
    }
    Target target = target(context, name);
    if (target.member() instanceof Hosted hosted && target.connection().isPresent()) {
      return LoopCall.run(context, this, target, "close", hosted.control()::close, "");
    }
    if (target.member() instanceof HandSocket socket) {
      Outcome outcome = socket.end();
      HandCall.of(context, socket, name, outcome).print(context, context.style(color), json);
    } else {
      target.member().close();
    }
    return ExitStatus.OK;
  }
}

package io.recvq.cli;

import io.recvq.peer.LoopControl;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code resume}: ends a stall. */
@Command(
    name = "resume",
    sortOptions = false,
    description = "Let a stalled server read again.",
    footer = {
      "",
      "Examples:",
      "  resume s1",
      "  resume s1.2",
      "",
      "Exit status: 0 done; 2 no such endpoint."
    })
final class ResumeCommand extends LabCommand {
  @Parameters(paramLabel = "ENDPOINT", description = "A server, proxy or connection: s1, p1, s1.2.")
  String name = "";

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    Target target = target(context, name);
    LoopControl control = hosted(target).control();
    if (target.connection().isEmpty()) {
      control.resume();
    } else if (!control.change(connection(target), control.effects())) {
      throw notOpen(target);
    }
    LoopCall.show(context, this, target, context.style(color).green("reads again"));
    return ExitStatus.OK;
  }
}

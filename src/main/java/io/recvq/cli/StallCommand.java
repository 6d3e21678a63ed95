package io.recvq.cli;

import io.recvq.peer.EffectPlan;
import io.recvq.peer.EffectSpec;
import io.recvq.peer.LoopControl;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stall}: stalls a server or one of its connections. */
@Command(
    name = "stall",
    sortOptions = false,
    description = "Stop a server reading and writing: receivers that stall.",
    footer = {
      "",
      "Its connections stay open, the kernel goes on receiving until Recv-Q is full, and",
      "its peer's Send-Q climbs. Other effects go on; resume ends it.",
      "",
      "Examples:",
      "  stall s1                        all connections, and those to come",
      "  stall s1.2                      one connection",
      "",
      "Exit status: 0 done; 2 no such endpoint."
    })
final class StallCommand extends LabCommand {
  @Parameters(paramLabel = "ENDPOINT", description = "A server, proxy or connection: s1, p1, s1.2.")
  String name = "";

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    Target target = target(context, name);
    LoopControl control = hosted(target).control();
    if (target.connection().isEmpty()) {
      control.stall();
    } else if (!control.change(connection(target), EffectPlan.of(EffectSpec.STALL))) {
      throw notOpen(target);
    }
    LoopCall.show(context, this, target, context.style(color).yellow("stalls"));
    return ExitStatus.OK;
  }
}

package io.recvq.cli;

import io.recvq.peer.EffectPlan;
import io.recvq.peer.EffectSpec;
import io.recvq.peer.LoopControl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code effect}: changes effects while a server or proxy runs. */
@Command(
    name = "effect",
    sortOptions = false,
    description = "Show or change how a running server or proxy misbehaves.",
    footer = {
      "",
      "The effects take the place of those before, on open connections, too; none ends",
      "them. They are written as for --effect of serve and proxy.",
      "",
      "Examples:",
      "  effect s1",
      "  effect s1 delay=200ms@response throttle=10k",
      "  effect p1 reset@in-response",
      "  effect s1.2 slice=1",
      "  effect s1 none",
      "",
      "Exit status: 0 done; 2 no such endpoint or effect."
    })
final class EffectCommand extends LabCommand {
  @Parameters(
      index = "0",
      paramLabel = "ENDPOINT",
      description = "A server, proxy or connection: s1, p1, s1.2.")
  String name = "";

  @Parameters(
      index = "1..*",
      paramLabel = "EFFECT",
      description = "EFFECT[=VALUE][@MOMENT], or none.")
  List<String> effects = new ArrayList<>();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    Target target = target(context, name);
    LoopControl control = hosted(target).control();
    if (effects.isEmpty()) {
      LoopCall.show(context, this, target, "misbehaves: " + LoopCall.effects(control));
      return ExitStatus.OK;
    }
    EffectPlan plan = plan();
    if (target.connection().isEmpty()) {
      control.change(plan);
    } else if (!control.change(connection(target), plan)) {
      throw notOpen(target);
    }
    LoopCall.show(context, this, target, "misbehaves from now on: " + LoopCall.words(plan));
    return ExitStatus.OK;
  }

  private EffectPlan plan() {
    if (effects.equals(List.of("none"))) {
      return EffectPlan.NONE;
    }
    try {
      return EffectPlan.of(effects.stream().map(EffectSpec::parse).toArray(EffectSpec[]::new));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}

package io.recvq.cli;

import io.recvq.cli.LabCommand.Target;
import io.recvq.lab.Hosted;
import io.recvq.lab.Lab;
import io.recvq.lab.Member;
import io.recvq.lab.Outcome;
import io.recvq.lab.Queues;
import io.recvq.net.OperationException;
import io.recvq.peer.ConnectionState.Ends;
import io.recvq.peer.EffectPlan;
import io.recvq.peer.EffectSpec;
import io.recvq.peer.LoopControl;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Acts on what runs in the session, and shows the queues afterwards. */
final class LoopCall {
  /** More connections than this are counted, not shown. */
  private static final int MOST_SHOWN = 10;

  private LoopCall() {}

  /** An action on a connection by its number; false when that is not open. */
  interface Action {
    boolean on(int number) throws IOException;
  }

  /** Acts on one connection as if its server had made this call. */
  static ExitStatus run(
      CommandContext context,
      LabCommand command,
      Target target,
      String call,
      Action action,
      String arguments)
      throws IOException, InterruptedException {
    int number = LabCommand.connection(target);
    String name = target.member().name() + "." + number;
    Optional<Ends> ends = ends(target.member(), name);
    if (!action.on(number)) {
      throw LabCommand.notOpen(target);
    }
    Outcome outcome = new Outcome(call, 0, 0, Optional.empty(), new byte[0], 1, Duration.ZERO);
    Queues queues =
        ends.isPresent() ? Queues.settled(LabCommand.lab(context), name, ends.get()) : Queues.NONE;
    new CallText(name, name + arguments, outcome, queues)
        .print(context, context.style(command.color), command.json);
    return ExitStatus.OK;
  }

  private static Optional<Ends> ends(Member member, String name) {
    return Lab.connectionsOf(member).stream()
        .filter(named -> named.name().equals(name))
        .findFirst()
        .flatMap(Member.Named::ends);
  }

  /** Says what the target does now, and shows the queues of the connections concerned. */
  static void show(CommandContext context, LabCommand command, Target target, String says)
      throws IOException, InterruptedException {
    Member member = target.member();
    String name =
        member.name()
            + (target.connection().isPresent() ? "." + LabCommand.connection(target) : "");
    List<Member.Named> concerned =
        Lab.connectionsOf(member).stream()
            .filter(named -> target.connection().isEmpty() || named.name().equals(name))
            .toList();
    LoopControl control = LabCommand.hosted(target).control();
    if (command.json) {
      json(context.json(), name, control, concerned.size());
      return;
    }
    context.result(lines -> json(lines, name, control, concerned.size()));
    context.out().println(name + " " + says);
    Queues queues = queues(context, concerned);
    CallText.queueLines(queues, context.style(command.color)).forEach(context.out()::println);
    if (concerned.size() > MOST_SHOWN) {
      context.out().println("  and " + (concerned.size() - MOST_SHOWN) + " more; list " + name);
    }
    context.out().flush();
  }

  private static void json(
      io.recvq.render.JsonLines json, String name, LoopControl control, int connections) {
    json.begin("effects")
        .put("time", Instant.now())
        .put("endpoint", name)
        .put("stalled", control.isStalled())
        .put("effects", control.effects().effects().stream().map(EffectSpec::toString).toList())
        .put("connections", connections)
        .end();
  }

  private static Queues queues(CommandContext context, List<Member.Named> named)
      throws OperationException, InterruptedException {
    List<Queues.Row> rows = new ArrayList<>();
    for (Member.Named one : named.subList(0, Math.min(MOST_SHOWN, named.size()))) {
      if (one.ends().isPresent()) {
        rows.addAll(Queues.settled(LabCommand.lab(context), one.name(), one.ends().get()).rows());
      }
    }
    return new Queues(rows);
  }

  /** How a server, proxy or client misbehaves now. */
  static String effects(LoopControl control) {
    String words = words(control.effects());
    return control.isStalled() ? "stalled" + (words.equals("no") ? "" : ", " + words) : words;
  }

  /** The effects as they are written; "no" for none. */
  static String words(EffectPlan plan) {
    return plan.effects().isEmpty()
        ? "no"
        : plan.effects().stream().map(EffectSpec::toString).collect(Collectors.joining(", "));
  }

  /** The same of a member; empty when it does nothing wrong. */
  static String effects(Member member) {
    if (member instanceof Hosted hosted) {
      String words = effects(hosted.control());
      return words.equals("no") ? "" : words;
    }
    return "";
  }
}

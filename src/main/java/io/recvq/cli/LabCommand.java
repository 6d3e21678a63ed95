package io.recvq.cli;

import io.recvq.lab.HandListener;
import io.recvq.lab.HandSocket;
import io.recvq.lab.Hosted;
import io.recvq.lab.Lab;
import io.recvq.lab.Member;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** A command about the named endpoints of a session; alone it has nothing to work on. */
abstract class LabCommand extends RecvqCommand {
  @Option(names = "--json", order = 90, description = "The result as a JSON object.")
  boolean json;

  /** A member, or one of its connections. */
  record Target(Member member, OptionalInt connection) {}

  static Lab lab(CommandContext context) {
    return context
        .session()
        .map(SessionLink::lab)
        .orElseThrow(
            () ->
                new UsageException(
                    "only a shell has named endpoints: start recvq, or give lines to recvq run"));
  }

  /** What this name means; throws UsageException with the names there are. */
  static Target target(CommandContext context, String name) {
    int dot = name.indexOf('.');
    String first = dot < 0 ? name : name.substring(0, dot);
    Optional<Member> member = lab(context).find(first);
    if (member.isEmpty()) {
      throw new UsageException("no endpoint '" + name + "'; " + known(context));
    }
    if (dot < 0) {
      return new Target(member.get(), OptionalInt.empty());
    }
    String digits = name.substring(dot + 1);
    if (!digits.matches("\\d{1,9}")) {
      throw new UsageException("'" + name + "' is no connection; write " + first + ".1");
    }
    return new Target(member.get(), OptionalInt.of(Integer.parseInt(digits)));
  }

  private static String known(CommandContext context) {
    List<String> names = lab(context).members().stream().map(Member::name).toList();
    return names.isEmpty()
        ? "connect ADDR makes one, serve KIND ADDR & another"
        : "there are " + String.join(", ", names);
  }

  static HandSocket socket(CommandContext context, String name) {
    Member member = target(context, name).member();
    if (member instanceof HandSocket socket) {
      return socket;
    }
    throw new UsageException(
        name
            + (member instanceof HandListener
                ? " listens; accept " + name + " gives a connection"
                : " is run by '" + member.what() + "'; connect ADDR makes one to drive by hand"));
  }

  static Hosted hosted(Target target) {
    if (target.member() instanceof Hosted hosted) {
      return hosted;
    }
    throw new UsageException(
        target.member().name() + " is driven by hand: it does nothing unless told");
  }

  /** The number in {@code s1.2}; throws UsageException where only {@code s1} was given. */
  static int connection(Target target) {
    return target
        .connection()
        .orElseThrow(
            () ->
                new UsageException(
                    "say which connection of "
                        + target.member().name()
                        + ", as "
                        + target.member().name()
                        + ".1; list shows them"));
  }

  static UsageException notOpen(Target target) {
    return new UsageException(
        target.member().name() + "." + connection(target) + " is not open; list shows what is");
  }
}

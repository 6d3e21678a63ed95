package io.recvq.cli;

import io.recvq.lab.Member;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code list}: lists the named endpoints. */
@Command(
    name = "list",
    sortOptions = false,
    description = "List the named endpoints, their queues and effects.",
    footer = {
      "",
      "s1 is a server, p1 a proxy, k1 a client that a command runs, s1.2 the second",
      "connection of s1; c1 and l1 are a connection and a listener driven by hand.",
      "",
      "Examples:",
      "  list",
      "  list s1",
      "  list --json",
      "",
      "Exit status: 0 listed; 2 no such endpoint."
    })
final class ListCommand extends LabCommand {
  @Parameters(paramLabel = "ENDPOINT", arity = "0..1", description = "Only this one.")
  String name = "";

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    List<Member> members =
        name.isEmpty() ? lab(context).members() : List.of(target(context, name).member());
    if (members.isEmpty()) {
      context
          .err()
          .println("recvq: nothing has a name yet; connect ADDR or serve KIND ADDR & gives one");
      return ExitStatus.OK;
    }
    EndpointList list = EndpointList.of(lab(context), members);
    if (json) {
      list.json(context.json());
    } else {
      // Nothing is cut or folded in a pipe.
      list.lines(context.style(color), context.terminal().resultColumns())
          .forEach(context.out()::println);
      context.result(list::json);
    }
    context.out().flush();
    return ExitStatus.OK;
  }
}

package io.recvq.cli;

import io.recvq.lab.HandListener;
import io.recvq.lab.HandSocket;
import io.recvq.lab.Lab;
import io.recvq.lab.Member;
import io.recvq.net.Errno;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code accept}: takes a connection from a listener's accept queue. */
@Command(
    name = "accept",
    sortOptions = false,
    description = "Take the next connection from the accept queue of l1.",
    footer = {
      "",
      "Examples:",
      "  accept l1",
      "  accept l1 --wait 10s",
      "",
      "Exit status: 0 accepted, under a name; 1 none waits (EAGAIN)."
    })
final class AcceptCommand extends LabCommand {
  private static final Duration LOOK = Duration.ofMillis(20);

  @Parameters(paramLabel = "LISTENER", description = "Its name, as l1.")
  String name = "";

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Wait so long for one; otherwise not at all.")
  Duration wait = Duration.ZERO;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    Lab lab = lab(context);
    Member member = target(context, name).member();
    if (!(member instanceof HandListener listener)) {
      throw new UsageException(name + " does not listen by hand; listen ADDR makes such a one");
    }
    long end = System.nanoTime() + wait.toNanos();
    Optional<HandSocket> accepted = lab.accept(listener);
    while (accepted.isEmpty() && System.nanoTime() < end && !context.stop().await(LOOK)) {
      accepted = lab.accept(listener);
    }
    CallText text =
        accepted.isPresent()
            ? HandCall.named(context, accepted.get(), "accept", name)
            : HandCall.refused(context, listener, "accept", name, Errno.EAGAIN);
    text.print(context, context.style(color), json);
    return accepted.isPresent() ? ExitStatus.OK : ExitStatus.BAD_ANSWER;
  }
}

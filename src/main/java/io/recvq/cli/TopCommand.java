package io.recvq.cli;

import io.recvq.net.OperationException;
import io.recvq.render.Screen;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code top}: a full-screen dashboard. */
@Command(
    name = "top",
    sortOptions = false,
    description = "A dashboard: connections, queues as bars, frames, what limits each.",
    footer = {
      "",
      "In the shell it shows what runs there, by name, and its keys stall, resume,",
      "change effects, reset and close. Elsewhere it shows this machine's TCP sockets",
      "by process. A bar is full when the buffer that the kernel granted is.",
      "",
      "Keys: q quit (the help first), arrows select, Enter details, o order, p pause,",
      "? help; in the shell s stall or resume, e effects, r reset, x close.",
      "",
      "Examples:",
      "  recvq top",
      "  recvq top --interval 200ms",
      "",
      "Exit status: 0 left by q; 3 no terminal, or the socket table is refused."
    })
final class TopCommand extends RecvqCommand {
  private static final Duration LEAST = Duration.ofMillis(50);
  private static final Duration FOR_EVER = Duration.ofDays(365);

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Read anew after this time (1s).")
  Duration interval = Duration.ofSeconds(1);

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    if (interval.compareTo(LEAST) < 0) {
      throw new UsageException("--interval is 50ms or more");
    }
    Optional<Screen> opened =
        context.terminal().outputIsTerminal() ? context.screens().open() : Optional.empty();
    if (opened.isEmpty()) {
      throw OperationException.of(
          "show the dashboard",
          "standard output is no terminal that can be taken over",
          "see recvq sockets --watch, which also writes to a pipe, or list in a shell");
    }
    if (context.session().isPresent()) {
      try (Screen screen = opened.get()) {
        show(context, screen, new SessionTop(context, context.session().get().lab()));
      }
    } else {
      try (Screen screen = opened.get();
          SocketTable table = Machine.local().sockets()) {
        show(context, screen, new MachineTop(table, Machine.local().owners()));
      }
    }
    return ExitStatus.OK;
  }

  private void show(CommandContext context, Screen screen, TopSource source) throws IOException {
    new TopView(screen, context.style(color), context.stop(), interval, source).run(FOR_EVER);
  }
}

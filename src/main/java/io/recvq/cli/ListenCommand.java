package io.recvq.cli;

import io.recvq.lab.HandListener;
import io.recvq.net.AddressSpec;
import io.recvq.peer.ServerOptions;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code listen}: a listening socket that accepts only by hand. */
@Command(
    name = "listen",
    sortOptions = false,
    description = "Listen under a name, l1, l2, ...; accept nothing by itself.",
    footer = {
      "",
      "Connections wait in the accept queue until accept takes them. With a small",
      "backlog the queue is soon full, and later connections get no answer.",
      "",
      "Examples:",
      "  listen 65432",
      "  listen 127.0.0.1:0 --backlog 1",
      "",
      "Exit status: 0 listens; 3 the system refuses the address."
    })
final class ListenCommand extends LabCommand {
  @Parameters(
      paramLabel = "ADDR",
      converter = AddressConverter.class,
      description = "PORT, HOST:PORT, [V6]:PORT, :PORT or unix:PATH.")
  AddressSpec address = new AddressSpec.Inet("127.0.0.1", 0);

  @Option(
      names = "--backlog",
      paramLabel = "N",
      description = "How many may wait to be accepted (4096; see somaxconn).")
  int backlog = ServerOptions.DEFAULT.backlog();

  @Mixin SocketOptionsMixin sockets = new SocketOptionsMixin();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    if (backlog < 1) {
      throw new UsageException("--backlog is 1 or more");
    }
    HandListener listener = lab(context).listen(address, backlog, sockets.settings());
    HandCall.named(context, listener, "listen", listener.address())
        .print(context, context.style(color), json);
    if (listener.isBeyondLoopback()) {
      context.err().println("recvq: other machines can reach " + listener.address());
    }
    return ExitStatus.OK;
  }
}

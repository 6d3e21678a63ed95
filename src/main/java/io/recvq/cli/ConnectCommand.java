package io.recvq.cli;

import io.recvq.lab.HandSocket;
import io.recvq.net.AddressSpec;
import io.recvq.net.OperationException;
import io.recvq.peer.ClientOptions;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code connect}: a connection driven by hand. */
@Command(
    name = "connect",
    sortOptions = false,
    description = "Connect, and keep the connection under a name: c1, c2, ...",
    footer = {
      "",
      "The socket is non-blocking and does nothing by itself: send is one write, recv",
      "one read, and each shows what the call returned and both ends' queues after it.",
      "",
      "Examples:",
      "  connect 65432",
      "  connect db.example:5432 --timeout 2s",
      "  connect 65432 --rcvbuf 4k",
      "",
      "Exit status: 0 connected; 1 refused, reset or timed out; 3 could not try."
    })
final class ConnectCommand extends LabCommand {
  @Parameters(
      paramLabel = "ADDR",
      converter = AddressConverter.class,
      description = "PORT, HOST:PORT, [V6]:PORT or unix:PATH.")
  AddressSpec address = new AddressSpec.Inet("127.0.0.1", 0);

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Give up after this time (10s).")
  Duration timeout = ClientOptions.DEFAULT.connectTimeout();

  @Mixin SocketOptionsMixin sockets = new SocketOptionsMixin();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    lab(context);
    Thread caller = Thread.currentThread();
    try (StopSignal.Registration stop = context.stop().onStop(caller::interrupt)) {
      HandSocket socket = lab(context).connect(address, sockets.settings(), timeout);
      HandCall.named(context, socket, "connect", address.toString())
          .print(context, context.style(color), json);
      return ExitStatus.OK;
    } catch (OperationException e) {
      if (!NetworkAnswer.is(e)) {
        throw e;
      }
      NetworkAnswer.print(context, e, json, "connect");
      return ExitStatus.BAD_ANSWER;
    }
  }
}

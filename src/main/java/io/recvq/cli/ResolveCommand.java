package io.recvq.cli;

import io.recvq.net.AddressSpec;
import io.recvq.net.IpAddress;
import io.recvq.probe.HostList;
import io.recvq.probe.Resolution;
import io.recvq.probe.Resolver;
import io.recvq.probe.ServiceNames;
import io.recvq.probe.Transport;
import io.recvq.sys.AddressLookup.Family;
import io.recvq.view.ResolveText;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resolve}: what a name stands for, in which order. */
@Command(
    name = "resolve",
    description = "What a name resolves to, in which order, and what that means.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  recvq resolve localhost 8080     what bind and connect would use",
      "  recvq resolve example.org -6     IPv6 addresses only",
      "  recvq resolve 192.0.2.7          the name of an address"
    })
final class ResolveCommand extends RecvqCommand {
  @Parameters(index = "0", paramLabel = "HOST", description = "A name, or an address.")
  String host = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PORT",
      description = "A port or service: what bind and connect would do with it.")
  @Nullable String port;

  @Option(names = "-4", description = "IPv4 addresses only.")
  boolean v4;

  @Option(names = "-6", description = "IPv6 addresses only.")
  boolean v6;

  @Option(names = "--reverse", description = "Look up the name of each address too.")
  boolean reverse;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Give up after this time (10s).")
  Duration timeout = Duration.ofSeconds(10);

  @Option(names = "--json", description = "NDJSON: an address a line, then a resolution.")
  boolean json;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    if (v4 && v6) {
      throw new UsageException("-4 and -6 exclude each other");
    }
    if (host.isEmpty()) {
      throw new UsageException("the name is empty");
    }
    try {
      HostList.requireBare(host);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    int number = port == null ? -1 : portNumber(port);
    boolean literal = IpAddress.isLiteral(host);
    Family family = v4 ? Family.V4 : v6 ? Family.V6 : Family.ANY;
    StopSignal.Registration onStop = context.stop().onStop(Thread.currentThread()::interrupt);
    try {
      Resolution resolution = new Resolver().resolve(host, family, reverse || literal, timeout);
      ResolveText text = new ResolveText(resolution, number);
      if (json) {
        text.json(context.json());
      } else {
        text.lines(context.style(color)).forEach(context.out()::println);
        if (context.session().isPresent()) {
          context.result(text::json);
        }
      }
    } finally {
      onStop.close();
    }
    return ExitStatus.OK;
  }

  private static int portNumber(String text) throws IOException {
    if (!text.isEmpty() && Character.isLetter(text.charAt(0))) {
      OptionalInt named = ServiceNames.ofThisMachine().portOf(text, Transport.TCP);
      if (named.isPresent()) {
        return named.getAsInt();
      }
    }
    try {
      return AddressSpec.parsePort(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}

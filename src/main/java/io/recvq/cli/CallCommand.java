package io.recvq.cli;

import io.recvq.net.AddressSpec;
import io.recvq.net.OperationException;
import io.recvq.peer.Addresses;
import io.recvq.peer.ClientOptions;
import io.recvq.peer.EventLoop;
import io.recvq.peer.PeerObserver;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code call}: is the client of a server. */
@Command(
    name = "call",
    sortOptions = false,
    description = "Be the client of a server: echo, app, ack, hello, chat, http, raw.",
    footer = {
      "",
      "Examples:",
      "  recvq call echo 65432 'Hello, world'",
      "  recvq call echo 65432 -n 2          two connections, two messages each",
      "  recvq call app 65432 search morpheus",
      "  recvq call hello 9999 Michael Tracy Sarah",
      "  recvq call ack 6666                 lines from standard input; q ends",
      "  recvq call http http://localhost:8000/ -o page.html",
      "  printf 'GET / HTTP/1.0\\r\\n\\r\\n' | recvq call raw localhost:8000"
    })
final class CallCommand extends RecvqCommand {
  /** The clients that recvq can be. */
  enum Kind {
    ECHO,
    APP,
    ACK,
    HELLO,
    CHAT,
    HTTP,
    RAW;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description = "echo, app, ack, hello, chat, http or raw.")
  Kind kind = Kind.ECHO;

  @Parameters(
      index = "1",
      paramLabel = "ADDR",
      description = "PORT, HOST:PORT, [V6]:PORT or unix:PATH; of http a URL.")
  String target = "";

  @Parameters(
      index = "2..*",
      paramLabel = "WORDS",
      description = "echo, ack: messages; app: ACTION VALUE; hello: names.")
  List<String> words = new ArrayList<>();

  @Option(
      names = {"-n", "--connections"},
      paramLabel = "N",
      description = "echo: so many connections at once.")
  @Nullable Integer connections;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "http: where the body goes; must not exist yet.")
  @Nullable String output;

  @Option(names = "--hex", description = "raw: show what comes as a hex dump.")
  boolean hex;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Give up connecting after this time (10s).")
  Duration timeout = ClientOptions.DEFAULT.connectTimeout();

  @Option(
      names = {"-v", "--data"},
      description = "Show connections and the bytes that pass, too.")
  boolean data;

  @Option(names = "--json", description = "Events and a result as NDJSON.")
  boolean json;

  @Mixin EffectsMixin effects = new EffectsMixin();

  @Mixin SocketOptionsMixin sockets = new SocketOptionsMixin();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    if (connections != null && (kind != Kind.ECHO || connections < 1)) {
      throw new UsageException("-n is for echo, and 1 or more");
    }
    ClientOptions options =
        new ClientOptions(timeout, data, sockets.settings(), effects.plan().chooser(false));
    PeerObserver observer =
        json || data ? new PeerPrinter(context, color, json) : PeerObserver.NONE;
    try (EventLoop loop = EventLoop.start("recvq call " + kind, observer)) {
      StopSignal.Registration stop = context.stop().onStop(loop::stop);
      try {
        return call(context, new Calls(context, loop, addresses(), options, json || data));
      } finally {
        stop.close();
      }
    } catch (OperationException e) {
      return answered(context, e);
    }
  }

  private ExitStatus call(CommandContext context, Calls calls)
      throws IOException, InterruptedException {
    return switch (kind) {
      case ECHO -> calls.echo(words, connections);
      case APP -> calls.app(word(0, "ACTION"), word(1, "VALUE"));
      case ACK -> calls.ack(words);
      case HELLO -> calls.hello(words);
      case CHAT -> calls.chat();
      case RAW -> calls.raw(hex);
      case HTTP -> HttpCall.run(calls, context, url(), HttpCall.file(url(), output));
    };
  }

  private String word(int index, String name) {
    if (words.size() != 2) {
      throw new UsageException(
          "call app takes ACTION and VALUE; " + name + " is missing or not one");
    }
    return words.get(index);
  }

  private URI url() {
    return HttpCall.url(target);
  }

  private List<SocketAddress> addresses() throws OperationException {
    try {
      return Addresses.resolve(
          kind == Kind.HTTP ? HttpCall.address(url()) : AddressSpec.parse(target));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** What the network answered is a result, a bad one; anything else could not be looked at. */
  private ExitStatus answered(CommandContext context, OperationException e)
      throws OperationException {
    if (!NetworkAnswer.is(e)) {
      throw e;
    }
    NetworkAnswer.print(context, e, json, "call");
    return ExitStatus.BAD_ANSWER;
  }
}

package io.recvq.cli;

import io.recvq.lab.Feed;
import io.recvq.lab.Lab;
import io.recvq.net.AddressSpec;
import io.recvq.net.OperationException;
import io.recvq.peer.Addresses;
import io.recvq.peer.ClientOptions;
import io.recvq.peer.EventLoop;
import io.recvq.peer.LoopControl;
import io.recvq.peer.PeerEvent;
import io.recvq.peer.PeerObserver;
import io.recvq.peer.SocketMode;
import io.recvq.peer.SocketSettings;
import io.recvq.view.GrantedOptionText;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
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
      "Without words echo sends 'Hello, world', hello three names; ack and chat send",
      "the lines of standard input. raw always sends what standard input has.",
      "",
      "Examples:",
      "  recvq call echo 65432 'Hello, world'",
      "  recvq call echo 65432 -n 2          two connections, two messages each",
      "  recvq call app 65432 search morpheus",
      "  recvq call hello 9999 Michael Tracy Sarah",
      "  recvq call ack 6666                 lines from standard input; q ends",
      "  recvq call echo 65432 hi --mode nonblocking      what each call returns",
      "  recvq call http http://localhost:8000/ -o page.html",
      "  recvq call http localhost:8000/state -o - | jq .up",
      "  recvq call raw example.org:443 --tls",
      "  recvq call echo 65432 --udp one two",
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
      description = "http: where the body goes; must not exist yet; - is standard output.")
  @Nullable String output;

  @Option(names = "--hex", description = "raw: show what comes as a hex dump.")
  boolean hex;

  @Option(names = "--udp", description = "By datagrams: echo, ack, hello, raw.")
  boolean udp;

  @Option(
      names = {"-v", "--data"},
      description = "Show connections and the bytes that pass, too.")
  boolean data;

  @Option(names = "--json", description = "Events and a result as NDJSON.")
  boolean json;

  @Mixin TlsClientMixin tls = new TlsClientMixin();

  @Mixin ModeMixin modes = new ModeMixin();

  @Mixin EffectsMixin effects = new EffectsMixin();

  @Mixin ConnectMixin connect = new ConnectMixin();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    if (connections != null && (kind != Kind.ECHO || connections < 1)) {
      throw new UsageException("-n is for echo, and 1 or more");
    }
    refuseWhatHasNoUse();
    if (udp) {
      return callByDatagrams(context);
    }
    if (modes.mode != null) {
      return callInMode(context, modes.mode);
    }
    ClientOptions options =
        new ClientOptions(connect.timeout, data, connect.settings(), effects.plan().chooser(false));
    if (isTls()) {
      options = options.with(tls.layer(context, server()));
    }
    try (EventLoop loop = EventLoop.start("recvq call " + kind, observer(context))) {
      StopSignal.Registration stop = context.stop().onStop(loop::stop);
      try (Lab.Registration name =
          context.host(
              Lab.Kind.CLIENT, "call " + kind, LoopControl.of(loop, effects.plan()), new Feed())) {
        return call(
            context,
            new Calls(
                context, loop, addresses(), options, server().toString(), json || data, json));
      } finally {
        stop.close();
      }
    } catch (OperationException e) {
      return answered(context, e);
    }
  }

  /** An option or a word that would change nothing is a mistake of the command line. */
  private void refuseWhatHasNoUse() {
    if (hex && kind != Kind.RAW) {
      throw new UsageException("--hex is for raw");
    }
    if (output != null && kind != Kind.HTTP) {
      throw new UsageException("-o is for http");
    }
    if (HttpCall.STANDARD_OUTPUT.equals(output) && (json || data)) {
      throw new UsageException("-o - leaves no standard output to --json and -v; give -o a file");
    }
    if (words.isEmpty()) {
      return;
    }
    if (kind == Kind.RAW || kind == Kind.CHAT) {
      throw new UsageException(
          "call "
              + kind
              + " sends its standard input and takes no words, as in: echo "
              + words.get(0)
              + " | recvq call "
              + kind
              + " "
              + target);
    }
    if (kind == Kind.HTTP) {
      throw new UsageException("call http takes a URL alone; unexpected '" + words.get(0) + "'");
    }
  }

  private ExitStatus call(CommandContext context, Calls calls)
      throws IOException, InterruptedException {
    return switch (kind) {
      case ECHO -> calls.echo(words, connections);
      case APP -> calls.app(word(0), word(1));
      case ACK -> calls.ack(words);
      case HELLO -> calls.hello(names());
      case CHAT -> calls.chat();
      case RAW -> calls.raw(hex);
      case HTTP -> HttpCall.run(calls, context, url(), output);
    };
  }

  private ExitStatus callInMode(CommandContext context, SocketMode mode)
      throws IOException, InterruptedException {
    if (connections != null || tls.isAsked() || !effects.plan().effects().isEmpty()) {
      throw new UsageException("--mode is for one connection, without effects and TLS");
    }
    ModeCalls.Exchange exchange =
        switch (kind) {
          case ECHO -> calls -> calls.echo(words);
          case APP -> {
            String action = word(0);
            String value = word(1);
            yield calls -> calls.app(action, value);
          }
          case ACK -> calls -> calls.questions(words, false, "q");
          case HELLO -> calls -> calls.questions(names(), true, "exit");
          case RAW -> calls -> calls.raw(new RawOut(context, hex));
          case CHAT, HTTP ->
              throw new UsageException("--mode is for echo, app, ack, hello and raw");
        };
    try {
      return ModeCalls.run(
          context,
          color,
          json,
          addresses().get(0),
          mode,
          connect.settings(),
          connect.timeout,
          exchange);
    } catch (OperationException e) {
      return answered(context, e);
    }
  }

  private ExitStatus callByDatagrams(CommandContext context)
      throws IOException, InterruptedException {
    if (connections != null
        || modes.mode != null
        || tls.isAsked()
        || !effects.plan().effects().isEmpty()) {
      throw new UsageException("--udp goes without -n, --mode, --tls and effects");
    }
    if (server() instanceof AddressSpec.Unix) {
      throw new UsageException("--udp needs HOST:PORT");
    }
    DatagramCalls.Exchange exchange =
        switch (kind) {
          case ECHO -> calls -> calls.questions(orPreset("Hello, world"), true);
          case ACK -> calls -> calls.questions(orPreset("Hello, world"), false);
          case HELLO -> calls -> calls.questions(names(), false);
          case RAW -> calls -> calls.raw(new RawOut(context, hex));
          case APP, CHAT, HTTP -> throw new UsageException("--udp is for echo, ack, hello and raw");
        };
    try {
      return DatagramCalls.run(
          context, addresses().get(0), connect.settings(), connect.timeout, json, exchange);
    } catch (OperationException e) {
      return answered(context, e);
    }
  }

  private List<String> orPreset(String message) {
    return words.isEmpty() ? List.of(message) : words;
  }

  private List<String> names() {
    return words.isEmpty() ? List.of("Michael", "Tracy", "Sarah") : words;
  }

  private String word(int index) {
    if (words.size() != 2) {
      throw new UsageException(
          "call app takes ACTION and VALUE, as in: recvq call app "
              + target
              + " search ring; "
              + switch (words.size()) {
                case 0 -> "both are missing";
                case 1 -> "VALUE is missing";
                default -> words.size() + " words came: quote a VALUE of several";
              });
    }
    return words.get(index);
  }

  private URI url() {
    return HttpCall.url(target);
  }

  private boolean isTls() {
    return tls.isAsked() || kind == Kind.HTTP && HttpCall.isTls(url());
  }

  private PeerObserver observer(CommandContext context) {
    if (json || data) {
      return new PeerPrinter(context, color, json);
    }
    PeerObserver facts = CallFacts.of(context);
    if (connect.settings().equals(SocketSettings.DEFAULT)) {
      return facts;
    }
    return event -> {
      facts.event(event);
      showOptions(context, event);
    };
  }

  private static void showOptions(CommandContext context, PeerEvent event) {
    if (event instanceof PeerEvent.Connected connected) {
      connected
          .options()
          .forEach(option -> context.err().println("recvq: " + GrantedOptionText.line(option)));
      context.err().flush();
    }
  }

  private AddressSpec server() {
    try {
      return kind == Kind.HTTP ? HttpCall.address(url()) : AddressSpec.parse(target);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private List<SocketAddress> addresses() throws OperationException {
    return Addresses.resolve(server());
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

package io.recvq.cli;

import io.recvq.lab.Lab;
import io.recvq.net.AddressSpec;
import io.recvq.peer.DatagramServer;
import io.recvq.peer.DatagramService;
import io.recvq.peer.EffectPlan;
import io.recvq.peer.HandlerFactory;
import io.recvq.peer.Listener;
import io.recvq.peer.LoopControl;
import io.recvq.peer.ServerKind;
import io.recvq.peer.ServerOptions;
import io.recvq.protocol.FrameLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serve}: hosts a server. */
@Command(
    name = "serve",
    sortOptions = false,
    description = "Host a server, well-behaved or not.",
    footer = {
      "",
      "Kinds: echo (every byte comes back), app (framed search requests), ack (every",
      "message acknowledged, q ends), hello (greets by name, exit ends), chat (each",
      "line to all the others), discard (reads and forgets), chargen (sends for ever).",
      "",
      "Effects: stall[=TIME], throttle=[read:|write:]RATE, delay=TIME, jitter=TIME,",
      "slice=BYTES, dribble[=TIME], corrupt[=BYTES], truncate, reset, half-close,",
      "close, refuse, slow-accept=TIME. Moments: accept, after=BYTES, length, header,",
      "content, response (before it), in-response; the last five are those of the first",
      "frame, of the third as in header=3, or of each as in header=each.",
      "",
      "Examples:",
      "  recvq serve echo 65432",
      "  recvq serve app 127.0.0.1:0 --json",
      "  recvq serve chat unix:/tmp/chat.sock",
      "  recvq serve echo 65432 --udp",
      "  recvq serve echo 65432 --tls --cert-out /tmp/echo.pem",
      "  recvq serve app 65432 --tls --cert server.pem --key server.key",
      "  recvq serve echo 65432 --stall                accepts, never reads",
      "  recvq serve app 65432 --effect reset@in-response --every 3",
      "  recvq serve app 65432 --keep-alive --effect corrupt@content=each"
    })
final class ServeCommand extends RecvqCommand {
  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description = "echo, app, ack, hello, chat, discard or chargen.")
  ServerKind kind = ServerKind.ECHO;

  @Parameters(
      index = "1",
      paramLabel = "ADDR",
      converter = AddressConverter.class,
      description = "PORT, HOST:PORT, [V6]:PORT, :PORT or unix:PATH.")
  AddressSpec address = new AddressSpec.Inet("127.0.0.1", 0);

  @Option(names = "--keep-alive", description = "app: await more requests after an answer.")
  boolean keepAlive;

  @Option(
      names = "--max-frame",
      paramLabel = "BYTES",
      converter = SizeConverter.class,
      description = "app: longest content taken (64M).")
  Long maxFrame = (long) FrameLimits.DEFAULT.maxContentBytes();

  @Option(
      names = "--sequential",
      description = "Serve one client at a time; the others wait to be accepted.")
  boolean sequential;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "Serve so many at once; the others wait to be accepted.")
  @Nullable Integer maxConnections;

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Close a connection when nothing came for so long.")
  @Nullable Duration idleTimeout;

  @Option(names = "--once", description = "End when the first connection has ended.")
  boolean once;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      description = "How many may wait to be accepted (4096; see somaxconn).")
  int backlog = ServerOptions.DEFAULT.backlog();

  @Option(names = "--udp", description = "Serve datagrams: echo, ack, hello, discard, chargen.")
  boolean udp;

  @Mixin TlsServerMixin tls = new TlsServerMixin();

  @Mixin EventsMixin events = new EventsMixin();

  @Mixin EffectsMixin effects = new EffectsMixin();

  @Mixin EffectsFileMixin effectsFile = new EffectsFileMixin();

  @Mixin SocketOptionsMixin sockets = new SocketOptionsMixin();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    if (udp) {
      return serveDatagrams(context);
    }
    ServerOptions options = tls.secured(options(), address);
    HandlerFactory handlers = kind.handlers(frameLimits(), keepAlive);
    new Hosting(context, color, events)
        .run(
            Lab.Kind.SERVER,
            "serve " + kind,
            effectsFile.watched(effects),
            loop -> {
              Listener listener = Listener.open(loop, address, options, handlers);
              return new Hosting.Hosted(
                  listener.announcement(), LoopControl.of(loop, listener, options.effects()));
            });
    return ExitStatus.OK;
  }

  private ExitStatus serveDatagrams(CommandContext context)
      throws IOException, InterruptedException {
    DatagramService service =
        DatagramService.of(kind)
            .orElseThrow(
                () -> new UsageException("--udp is for echo, ack, hello, discard and chargen"));
    if (address instanceof AddressSpec.Unix) {
      throw new UsageException("--udp needs HOST:PORT");
    }
    if (tls.tls || once || !effects.plan().effects().isEmpty() || effectsFile.file != null) {
      throw new UsageException("--udp goes without --tls, --once and effects");
    }
    new Hosting(context, color, events)
        .run(
            Lab.Kind.SERVER,
            "serve " + kind + " over UDP",
            Optional.empty(),
            loop ->
                new Hosting.Hosted(
                    DatagramServer.open(loop, address, sockets.settings(), service).announcement(),
                    LoopControl.of(loop, EffectPlan.NONE)));
    return ExitStatus.OK;
  }

  private ServerOptions options() {
    if (sequential && maxConnections != null) {
      throw new UsageException("--sequential is --max-connections 1");
    }
    if (maxConnections != null && maxConnections < 1 || backlog < 1) {
      throw new UsageException("--max-connections and --backlog are 1 or more");
    }
    OptionalInt atOnce =
        sequential
            ? OptionalInt.of(1)
            : maxConnections == null ? OptionalInt.empty() : OptionalInt.of(maxConnections);
    return new ServerOptions(
        backlog,
        atOnce,
        Optional.ofNullable(idleTimeout),
        once,
        events.data,
        sockets.settings(),
        effects.plan());
  }

  private FrameLimits frameLimits() {
    try {
      return FrameLimits.DEFAULT.withMaxContentBytes((int) Math.min(maxFrame, Integer.MAX_VALUE));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}

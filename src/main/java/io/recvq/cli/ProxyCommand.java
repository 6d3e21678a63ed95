package io.recvq.cli;

import io.recvq.net.AddressSpec;
import io.recvq.peer.Addresses;
import io.recvq.peer.ClientOptions;
import io.recvq.peer.EffectPlan;
import io.recvq.peer.EventLoop;
import io.recvq.peer.PeerEvent;
import io.recvq.peer.PeerObserver;
import io.recvq.peer.Proxy;
import io.recvq.peer.ServerOptions;
import io.recvq.protocol.FrameLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proxy}: stands between a real client and a real server. */
@Command(
    name = "proxy",
    sortOptions = false,
    description = "Stand between a client and a server: show frames, inject faults.",
    footer = {
      "",
      "The file of --effects-file has an EFFECT[=VALUE][@MOMENT] a line and is read again",
      "whenever it changes; then the effects change on open connections, too.",
      "",
      "Examples:",
      "  recvq proxy 7000 65432",
      "  recvq proxy 7000 db.example:5432 --effect delay=200ms --toward server",
      "  recvq proxy 7000 65432 --effects-file faults.txt"
    })
final class ProxyCommand extends RecvqCommand {
  private static final Duration DRAIN = Duration.ofSeconds(2);

  @Parameters(
      index = "0",
      paramLabel = "LISTEN",
      converter = AddressConverter.class,
      description = "PORT, HOST:PORT, [V6]:PORT, :PORT or unix:PATH.")
  AddressSpec listen = new AddressSpec.Inet("127.0.0.1", 0);

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      converter = AddressConverter.class,
      description = "PORT, HOST:PORT, [V6]:PORT or unix:PATH.")
  AddressSpec target = new AddressSpec.Inet("127.0.0.1", 0);

  @Option(
      names = "--toward",
      paramLabel = "SIDE",
      description = "Whom the effects concern: client (preset) or server.")
  Proxy.Toward toward = Proxy.Toward.CLIENT;

  @Option(
      names = "--effects-file",
      paramLabel = "FILE",
      description = "Effects to change while it runs.")
  @Nullable Path effectsFile;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Give up connecting after this time (10s).")
  Duration timeout = ClientOptions.DEFAULT.connectTimeout();

  @Option(
      names = {"-v", "--data"},
      description = "Show the bytes that pass, too.")
  boolean data;

  @Option(
      names = {"-q", "--quiet"},
      description = "Say where it listens and no more.")
  boolean quiet;

  @Option(names = "--json", description = "Events as NDJSON.")
  boolean json;

  @Mixin EffectsMixin effects = new EffectsMixin();

  @Mixin SocketOptionsMixin sockets = new SocketOptionsMixin();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    EffectPlan plan = effects.plan();
    EffectPlan toClient = toward == Proxy.Toward.CLIENT ? plan : EffectPlan.NONE;
    EffectPlan toServer = toward == Proxy.Toward.SERVER ? plan : EffectPlan.NONE;
    ServerOptions server =
        new ServerOptions(
            ServerOptions.DEFAULT.backlog(),
            OptionalInt.empty(),
            Optional.empty(),
            false,
            data,
            sockets.settings(),
            toClient);
    ClientOptions client =
        new ClientOptions(timeout, false, sockets.settings(), toServer.chooser(false));
    PeerPrinter printer = new PeerPrinter(context, color, json);
    try (TablePeerWatch watch = new TablePeerWatch();
        EventLoop loop = EventLoop.start("recvq proxy", quiet ? PeerObserver.NONE : printer)) {
      loop.watchPeersBy(watch);
      Proxy proxy =
          Proxy.open(
              loop, listen, Addresses.resolve(target), server, client, toward, FrameLimits.DEFAULT);
      if (quiet) {
        printer.event(
            new PeerEvent.Listening(Instant.now(), proxy.address(), proxy.isBeyondLoopback()));
        printer.settled();
      }
      StopSignal.Registration stop = context.stop().onStop(() -> loop.drain(DRAIN));
      try {
        awaitEnd(context, loop, proxy);
      } finally {
        stop.close();
      }
    }
    return ExitStatus.OK;
  }

  private void awaitEnd(CommandContext context, EventLoop loop, Proxy proxy)
      throws IOException, InterruptedException {
    if (effectsFile == null) {
      loop.awaitEnd();
      return;
    }
    EffectsFile file = new EffectsFile(effectsFile, effects);
    do {
      file.changed().ifPresent(change -> change.apply(context, proxy));
    } while (!loop.awaitEnd(EffectsFile.POLL));
  }
}

package io.recvq.cli;

import io.recvq.lab.Lab;
import io.recvq.net.AddressSpec;
import io.recvq.peer.Addresses;
import io.recvq.peer.ClientOptions;
import io.recvq.peer.EffectPlan;
import io.recvq.peer.LoopControl;
import io.recvq.peer.Proxy;
import io.recvq.peer.ServerOptions;
import io.recvq.protocol.FrameLimits;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
      "The file of --effects-file has an EFFECT[=VALUE][@MOMENT] a line and is read",
      "again whenever it changes; then the effects change on open connections, too.",
      "",
      "Examples:",
      "  recvq proxy 7000 65432",
      "  recvq proxy 7000 db.example:5432 --effect delay=200ms --toward server",
      "  recvq proxy 7000 65432 --effects-file faults.txt"
    })
final class ProxyCommand extends RecvqCommand {
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

  @Mixin EventsMixin events = new EventsMixin();

  @Mixin EffectsMixin effects = new EffectsMixin();

  @Mixin EffectsFileMixin effectsFile = new EffectsFileMixin();

  @Mixin ConnectMixin connect = new ConnectMixin();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    if (listen.equals(target)) {
      throw new UsageException("LISTEN and TARGET are both " + target + ": it would call itself");
    }
    EffectPlan plan = effects.plan();
    EffectPlan toClient = toward == Proxy.Toward.CLIENT ? plan : EffectPlan.NONE;
    EffectPlan toServer = toward == Proxy.Toward.SERVER ? plan : EffectPlan.NONE;
    ServerOptions server =
        new ServerOptions(
            ServerOptions.DEFAULT.backlog(),
            OptionalInt.empty(),
            Optional.empty(),
            false,
            events.data,
            connect.settings(),
            toClient);
    ClientOptions client =
        new ClientOptions(connect.timeout, false, connect.settings(), toServer.chooser(false));
    List<SocketAddress> addresses = Addresses.resolve(target);
    new Hosting(context, color, events)
        .run(
            Lab.Kind.PROXY,
            "proxy " + target,
            effectsFile.watched(effects),
            loop -> {
              Proxy proxy =
                  Proxy.open(loop, listen, addresses, server, client, toward, FrameLimits.DEFAULT);
              return new Hosting.Hosted(proxy.announcement(), LoopControl.of(loop, proxy, plan));
            });
    return ExitStatus.OK;
  }
}

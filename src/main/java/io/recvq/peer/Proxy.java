package io.recvq.peer;

import io.recvq.net.AddressSpec;
import io.recvq.net.Endpoint;
import io.recvq.protocol.FrameLimits;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Stands between clients and a server: passes everything on, ends and resets included, tells of the
 * frames that pass, and misbehaves towards one of the sides if told to.
 */
public final class Proxy {
  private final EventLoop loop;
  private final List<SocketAddress> target;
  private final ClientOptions clientOptions;
  private final Toward toward;
  private final FrameLimits limits;
  private final Set<ProxySide> misbehaving = new LinkedHashSet<>();
  private final Listener listener;

  /** Towards whom a proxy misbehaves. */
  public enum Toward {
    CLIENT,
    SERVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private Proxy(
      EventLoop loop,
      AddressSpec listen,
      List<SocketAddress> target,
      ServerOptions server,
      ClientOptions client,
      Toward toward,
      FrameLimits limits)
      throws IOException {
    this.loop = loop;
    this.target = List.copyOf(target);
    this.clientOptions = client;
    this.toward = toward;
    this.limits = limits;
    this.listener = Listener.open(loop, listen, server, connection -> pair());
  }

  /**
   * Listens, and connects to the target for each client that comes.
   *
   * @param server how it listens; its effects concern the clients
   * @param client how it connects; its effects concern the target
   * @param toward whom later changes of the effects concern
   * @param limits of the frames that are told of, where somebody observes
   * @throws io.recvq.net.OperationException when the system refuses the address
   */
  public static Proxy open(
      EventLoop loop,
      AddressSpec listen,
      List<SocketAddress> target,
      ServerOptions server,
      ClientOptions client,
      Toward toward,
      FrameLimits limits)
      throws IOException {
    return new Proxy(loop, listen, target, server, client, toward, limits);
  }

  private ProxySide pair() {
    boolean watch = loop.observed();
    ProxySide client = side(Toward.CLIENT, watch ? FrameTap.watching(true, limits) : FrameTap.NONE);
    ProxySide server =
        side(Toward.SERVER, watch ? FrameTap.watching(false, limits) : FrameTap.NONE);
    ProxySide.join(client, server);
    Client.start(
        loop,
        target,
        clientOptions,
        server,
        ending -> {},
        failure -> {
          loop.emit(new PeerEvent.Unreachable(Instant.now(), failure));
          client.unreachable();
        });
    return client;
  }

  private ProxySide side(Toward which, FrameTap tap) {
    boolean wanted = which == toward;
    return new ProxySide(tap, wanted ? misbehaving::add : side -> {}, misbehaving::remove);
  }

  /**
   * Misbehaves like this from now on, on the connections that are open, too; when it returns, the
   * next byte passes under these effects. From any thread but the loop's.
   *
   * @throws IOException when the loop has ended
   */
  public void change(EffectPlan effects) throws IOException {
    loop.call(
        () -> {
          EffectPlan.Chooser chooser =
              toward == Toward.CLIENT ? listener.change(effects) : changeClient(effects);
          List.copyOf(misbehaving).forEach(side -> side.change(chooser));
          return true;
        });
  }

  private EffectPlan.Chooser changeClient(EffectPlan effects) {
    clientOptions.effects().change(effects);
    return clientOptions.effects();
  }

  /** Where it listens; empty for a Unix-domain socket. */
  public Optional<Endpoint> endpoint() {
    return listener.endpoint();
  }

  /** Where it listens, as shown. */
  public String address() {
    return listener.address();
  }

  /** What it listens on and with, as the event that an observer is told. */
  public PeerEvent.Listening announcement() {
    return listener.announcement();
  }
}

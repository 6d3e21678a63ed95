package io.recvq.peer;

import io.recvq.net.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks at what runs on an event loop and steers it, from any thread but the loop's. */
public final class LoopControl {
  private final EventLoop loop;
  private final Optional<Listener> listener;
  private final Optional<Proxy> proxy;
  private volatile EffectPlan effects;
  private volatile boolean stalled;

  private LoopControl(
      EventLoop loop, Optional<Listener> listener, Optional<Proxy> proxy, EffectPlan effects) {
    this.loop = loop;
    this.listener = listener;
    this.proxy = proxy;
    this.effects = effects;
  }

  /** Of a server that misbehaves like this now. */
  public static LoopControl of(EventLoop loop, Listener listener, EffectPlan effects) {
    return new LoopControl(loop, Optional.of(listener), Optional.empty(), effects);
  }

  /** Of a proxy that misbehaves like this now. */
  public static LoopControl of(EventLoop loop, Proxy proxy, EffectPlan effects) {
    return new LoopControl(loop, Optional.empty(), Optional.of(proxy), effects);
  }

  /** Of clients that misbehave like this now. */
  public static LoopControl of(EventLoop loop, EffectPlan effects) {
    return new LoopControl(loop, Optional.empty(), Optional.empty(), effects);
  }

  /** Where it listens, as shown; empty for clients. */
  public Optional<String> address() {
    return listener.map(Listener::address).or(() -> proxy.map(Proxy::address));
  }

  /** The same as an endpoint; empty for clients and on a Unix-domain socket. */
  public Optional<Endpoint> endpoint() {
    return listener.flatMap(Listener::endpoint).or(() -> proxy.flatMap(Proxy::endpoint));
  }

  /** How it misbehaves, a stall by {@link #stall} aside. */
  public EffectPlan effects() {
    return effects;
  }

  /** Whether {@link #stall} was called last. */
  public boolean isStalled() {
    return stalled;
  }

  /** The connections that are open, in the order of their numbers; throws once the loop ended. */
  public List<ConnectionState> connections() throws IOException {
    return loop.call(() -> loop.connections().stream().map(ConnectionState::of).toList());
  }

  /** Misbehaves like this from now on, on open connections, too. */
  public void change(EffectPlan plan) throws IOException {
    effects = plan;
    stalled = false;
    apply(plan);
  }

  /** Neither reads nor writes on any connection, besides what it does wrong already. */
  public void stall() throws IOException {
    stalled = true;
    List<EffectSpec> all = new ArrayList<>(List.of(EffectSpec.STALL));
    all.addAll(effects.effects());
    apply(new EffectPlan(all, 1, 1, effects.seed()));
  }

  /** Ends a stall; other effects go on. */
  public void resume() throws IOException {
    stalled = false;
    apply(effects);
  }

  private void apply(EffectPlan plan) throws IOException {
    if (proxy.isPresent()) {
      proxy.get().change(plan);
      return;
    }
    loop.call(
        () -> {
          EffectPlan.Chooser chooser =
              listener.isPresent() ? listener.get().change(plan) : plan.chooser(false);
          loop.connections().forEach(c -> c.changeFaults(chooser.next()));
          return true;
        });
  }

  /** Misbehaves like this on one connection; false when it is not open. */
  public boolean change(int number, EffectPlan plan) throws IOException {
    boolean server = listener.isPresent();
    return with(number, connection -> connection.changeFaults(plan.chooser(server).next()));
  }

  /** Resets a connection (RST); false when it is not open. */
  public boolean reset(int number) throws IOException {
    return with(number, Connection::reset);
  }

  /** Closes a connection; false when it is not open. */
  public boolean close(int number) throws IOException {
    return with(number, Connection::close);
  }

  /** Ends our sending on a connection (FIN) once everything written has left; false likewise. */
  public boolean endOutput(int number) throws IOException {
    return with(number, Connection::endOutput);
  }

  private boolean with(int number, Consumer<Connection> action) throws IOException {
    return loop.call(
        () -> {
          for (Connection connection : loop.connections()) {
            if (connection.number() == number) {
              action.accept(connection);
              return true;
            }
          }
          return false;
        });
  }
}

package io.recvq.peer;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a server listens and what it allows.
 *
 * @param backlog how many connections may wait to be accepted; the kernel caps it at somaxconn
 * @param maxConnections above this many open connections the next ones wait in the accept queue
 * @param idleTimeout ends a connection from which nothing came for so long
 * @param once ends the loop when the first connection has ended
 * @param showData makes events of the bytes that pass
 * @param sockets options set on the listener before listen, and on what it accepts
 * @param effects how its connections misbehave
 * @param tls around each connection, if any
 */
public record ServerOptions(
    int backlog,
    OptionalInt maxConnections,
    Optional<Duration> idleTimeout,
    boolean once,
    boolean showData,
    SocketSettings sockets,
    EffectPlan effects,
    Optional<TlsLayer> tls) {

  /** A server without TLS. */
  public ServerOptions(
      int backlog,
      OptionalInt maxConnections,
      Optional<Duration> idleTimeout,
      boolean once,
      boolean showData,
      SocketSettings sockets,
      EffectPlan effects) {
    this(backlog, maxConnections, idleTimeout, once, showData, sockets, effects, Optional.empty());
  }

  /** A backlog that a burst of a thousand connections does not overflow; no limits. */
  public static final ServerOptions DEFAULT =
      new ServerOptions(
          4096,
          OptionalInt.empty(),
          Optional.empty(),
          false,
          false,
          SocketSettings.DEFAULT,
          EffectPlan.NONE);

  /** The same with these socket options. */
  public ServerOptions with(SocketSettings settings) {
    return new ServerOptions(
        backlog, maxConnections, idleTimeout, once, showData, settings, effects, tls);
  }

  /** The same with these effects. */
  public ServerOptions with(EffectPlan plan) {
    return new ServerOptions(
        backlog, maxConnections, idleTimeout, once, showData, sockets, plan, tls);
  }

  /** The same inside TLS. */
  public ServerOptions with(TlsLayer layer) {
    return new ServerOptions(
        backlog, maxConnections, idleTimeout, once, showData, sockets, effects, Optional.of(layer));
  }
}

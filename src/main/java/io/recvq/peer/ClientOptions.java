package io.recvq.peer;

import java.time.Duration;
import java.util.Optional;

/**
 * How a client connects.
 *
 * @param connectTimeout for each address of the server
 * @param showData makes events of the bytes that pass
 * @param sockets options set before connect
 * @param effects chooses how each of its connections misbehaves
 * @param tls around each connection, if any
 */
public record ClientOptions(
    Duration connectTimeout,
    boolean showData,
    SocketSettings sockets,
    EffectPlan.Chooser effects,
    Optional<TlsLayer> tls) {
  public static final ClientOptions DEFAULT =
      new ClientOptions(
          Duration.ofSeconds(10), false, SocketSettings.DEFAULT, EffectPlan.NONE.chooser(false));

  /** A client without TLS. */
  public ClientOptions(
      Duration connectTimeout,
      boolean showData,
      SocketSettings sockets,
      EffectPlan.Chooser effects) {
    this(connectTimeout, showData, sockets, effects, Optional.empty());
  }

  /** The same inside TLS. */
  public ClientOptions with(TlsLayer layer) {
    return new ClientOptions(connectTimeout, showData, sockets, effects, Optional.of(layer));
  }
}

package io.recvq.peer;

import java.time.Duration;

/**
 * How a client connects.
 *
 * @param connectTimeout for each address of the server
 * @param showData makes events of the bytes that pass
 * @param sockets options set before connect
 * @param effects chooses how each of its connections misbehaves
 */
public record ClientOptions(
    Duration connectTimeout, boolean showData, SocketSettings sockets, EffectPlan.Chooser effects) {
  public static final ClientOptions DEFAULT =
      new ClientOptions(
          Duration.ofSeconds(10), false, SocketSettings.DEFAULT, EffectPlan.NONE.chooser(false));
}

package io.recvq.peer;

import io.recvq.net.Endpoint;

/**
 * Tells of a connection that nobody reads whether its peer is still there, which reading would have
 * told. Asked now and then on the event loop's thread.
 */
@FunctionalInterface
public interface PeerWatch {
  /** Knows nothing. */
  PeerWatch BLIND = (local, remote) -> false;

  /** Whether the peer has closed, reset or lost the connection. */
  boolean isGone(Endpoint local, Endpoint remote);
}

package io.recvq.peer;

/**
 * Is told what happens on an event loop, on the loop's thread. Whatever it throws ends the loop.
 */
@FunctionalInterface
public interface PeerObserver {
  /** Sees and hears nothing; the loop then builds no events. */
  PeerObserver NONE = event -> {};

  void event(PeerEvent event);

  /** Called once after each batch of events, as the moment to flush. */
  default void settled() {}
}

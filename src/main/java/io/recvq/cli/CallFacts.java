package io.recvq.cli;

import io.recvq.peer.PeerEvent;
import io.recvq.peer.PeerObserver;
import io.recvq.view.PeerJson;

/** Says in a session which connections a client made and how they ended; prints nothing. */
final class CallFacts {
  private CallFacts() {}

  /** Watches for the session; nobody where a command runs alone. */
  static PeerObserver of(CommandContext context) {
    if (context.session().isEmpty()) {
      return PeerObserver.NONE;
    }
    return event -> {
      if (event instanceof PeerEvent.OfConnection && !(event instanceof PeerEvent.Data)) {
        context.result(json -> new PeerJson(json).write(event));
      }
    };
  }
}

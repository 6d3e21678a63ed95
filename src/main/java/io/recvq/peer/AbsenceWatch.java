package io.recvq.peer;

import io.recvq.net.Endpoint;
import java.util.Optional;

/**
 * Ends a connection that nobody reads when its peer has gone, which reading would have told. The
 * socket table is asked now and then.
 */
final class AbsenceWatch {
  private static final long PERIOD_NANOS = 500_000_000;

  private final Connection connection;

  private AbsenceWatch(Connection connection) {
    this.connection = connection;
  }

  static void start(Connection connection) {
    new AbsenceWatch(connection).lookLater();
  }

  private void lookLater() {
    connection.loop().schedule(PERIOD_NANOS, this::look);
  }

  private void look() {
    if (!connection.isOpen()) {
      return;
    }
    if (isGone()) {
      connection.close(Ending.GONE);
    } else {
      lookLater();
    }
  }

  private boolean isGone() {
    Optional<Endpoint> local = connection.localEndpoint();
    Optional<Endpoint> remote = connection.remoteEndpoint();
    // A Unix-domain socket has no endpoints to ask for; its peer is taken to be there.
    return local.isPresent()
        && remote.isPresent()
        && connection.loop().peerWatch().isGone(local.get(), remote.get());
  }
}

package io.recvq.peer;

import io.recvq.net.Endpoint;
import java.util.Optional;

/**
 * A connection of an event loop at one moment.
 *
 * @param number counts the loop's connections from 1
 * @param local our address as shown
 * @param remote the peer's
 * @param ends our and the peer's endpoint; empty on a Unix-domain socket
 * @param bytesIn read from the peer so far
 * @param bytesOut taken by the kernel so far
 * @param pendingBytes written by the program and not taken yet
 */
public record ConnectionState(
    int number,
    String local,
    String remote,
    Optional<Ends> ends,
    long bytesIn,
    long bytesOut,
    int pendingBytes) {

  /** Both endpoints of a connection, ours first. */
  public record Ends(Endpoint local, Endpoint remote) {
    /** The same connection as its peer sees it. */
    public Ends other() {
      return new Ends(/* local= */ remote, /* remote= */ local);
    }
  }

  static ConnectionState of(Connection connection) {
    Optional<Endpoint> local = connection.localEndpoint();
    Optional<Endpoint> remote = connection.remoteEndpoint();
    return new ConnectionState(
        connection.number(),
        connection.local(),
        connection.remote(),
        local.isPresent() && remote.isPresent()
            ? Optional.of(new Ends(local.get(), remote.get()))
            : Optional.empty(),
        connection.bytesIn(),
        connection.bytesOut(),
        connection.pendingBytes());
  }
}

package io.recvq.cli;

import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.peer.PeerWatch;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.SocketState;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel's socket table whether a peer is still there. The table is opened at the first
 * question and closed with the watch.
 */
final class TablePeerWatch implements PeerWatch, AutoCloseable {
  private @Nullable SocketTable table;

  @Override
  public synchronized boolean isGone(Endpoint local, Endpoint remote) {
    try {
      if (table == null) {
        table = Machine.local().sockets();
      }
      ConnectionSample sample = table.connection(local, remote);
      return sample.near().isEmpty()
          || sample.near().get().state() != SocketState.ESTABLISHED
          || sample.far().filter(row -> !row.hasInode()).isPresent();
    } catch (OperationException e) {
      // Where the table cannot be read the peer is taken to be there, as without this watch.
      return false;
    }
  }

  @Override
  public synchronized void close() throws OperationException {
    if (table != null) {
      table.close();
      table = null;
    }
  }
}

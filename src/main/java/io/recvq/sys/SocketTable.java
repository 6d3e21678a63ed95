package io.recvq.sys;

import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Snapshot;
import io.recvq.sockets.SocketQuery;

/**
 * The kernel's socket table, open for reading. Reads may be repeated as often as wanted and cost
 * little; safe for use by several threads, one at a time.
 */
public interface SocketTable extends AutoCloseable {
  /**
   * Reads the sockets that the query wants, owners not included. Rows beyond the query are possible
   * where the kernel cannot narrow.
   */
  Snapshot snapshot(SocketQuery query) throws OperationException;

  /**
   * Reads one TCP connection with all details, and its other end in the same instant (microseconds
   * apart) where that is in the same network namespace.
   *
   * @param near the local address of the end that is asked about
   * @param far its peer
   */
  ConnectionSample connection(Endpoint near, Endpoint far) throws OperationException;

  /**
   * Closes a TCP connection or UDP socket of another process; its calls fail with ECONNABORTED and
   * the peer of a connection gets a reset. Needs CAP_NET_ADMIN.
   */
  void destroy(InetRow row) throws OperationException;

  @Override
  void close();
}

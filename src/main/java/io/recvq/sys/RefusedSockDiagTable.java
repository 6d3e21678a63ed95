package io.recvq.sys;

import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Snapshot;
import io.recvq.sockets.SocketQuery;
import java.util.ArrayList;
import java.util.List;

/** The table of /proc/net in place of sock_diag, which says in each snapshot why. */
final class RefusedSockDiagTable implements SocketTable {
  private final SocketTable proc;
  private final OperationException refusal;

  RefusedSockDiagTable(SocketTable proc, OperationException refusal) {
    this.proc = proc;
    this.refusal = refusal;
  }

  @Override
  public Snapshot snapshot(SocketQuery query) throws OperationException {
    Snapshot snapshot = proc.snapshot(query);
    List<String> limits = new ArrayList<>();
    limits.add(refusal.getMessage() + "; reading /proc/net instead, which tells no backlogs");
    limits.addAll(snapshot.limits());
    return new Snapshot(snapshot.atNanos(), snapshot.rows(), snapshot.source(), limits);
  }

  @Override
  public ConnectionSample connection(Endpoint near, Endpoint far) throws OperationException {
    return proc.connection(near, far);
  }

  @Override
  public void destroy(InetRow row) throws OperationException {
    throw refusal;
  }

  @Override
  public void close() {
    proc.close();
  }
}

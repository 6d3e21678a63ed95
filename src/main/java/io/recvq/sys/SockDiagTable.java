package io.recvq.sys;

import io.recvq.net.Endpoint;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Proto;
import io.recvq.sockets.Snapshot;
import io.recvq.sockets.SockDiagParser;
import io.recvq.sockets.SockDiagRequest;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The socket table through netlink sock_diag; what sock_diag refuses is read from /proc/net. */
final class SockDiagTable implements SocketTable {
  private final NetlinkSocket netlink;
  private final Optional<ProcNetTable> fallback;
  private int sequence;

  /**
   * @param fallback for what sock_diag refuses; empty for another network namespace, whose files
   *     are not at hand
   */
  SockDiagTable(NetlinkSocket netlink, Optional<ProcNetTable> fallback) {
    this.netlink = netlink;
    this.fallback = fallback;
  }

  @Override
  public synchronized Snapshot snapshot(SocketQuery query) throws OperationException {
    long at = System.nanoTime();
    List<SocketRow> rows = new ArrayList<>(256);
    List<String> limits = new ArrayList<>();
    boolean diag = query.protos().isEmpty();
    for (Proto proto : Proto.values()) {
      if (query.protos().contains(proto)) {
        diag |= dump(proto, query, rows, limits);
      }
    }
    Snapshot.Source source = diag ? Snapshot.Source.SOCK_DIAG : Snapshot.Source.PROC;
    return new Snapshot(at, rows, source, limits);
  }

  /** Whether sock_diag answered; otherwise the rows come from /proc/net. */
  private boolean dump(Proto proto, SocketQuery query, List<SocketRow> rows, List<String> limits)
      throws OperationException {
    int errno;
    if (proto == Proto.UNIX) {
      errno = dump(proto, SockDiagRequest.unixDump(query, ++sequence), rows, limits);
    } else {
      errno =
          dump(
              proto,
              SockDiagRequest.inetDump(SockDiagRequest.AF_INET, query, proto, ++sequence),
              rows,
              limits);
      if (errno == 0) {
        // A kernel without IPv6 answers ENOENT here, and then there are no such sockets.
        dump(
            proto,
            SockDiagRequest.inetDump(SockDiagRequest.AF_INET6, query, proto, ++sequence),
            rows,
            limits);
      }
    }
    if (errno == 0) {
      return true;
    }
    String name = Errno.of(errno).map(Errno::toString).orElse("errno " + errno);
    if (fallback.isEmpty()) {
      limits.add("sock_diag refused " + proto.word() + " sockets (" + name + "); they are missing");
      return false;
    }
    // Many kernels are built without raw_diag, and /proc tells all there is of a raw socket.
    if (proto != Proto.RAW) {
      limits.add(
          "sock_diag refused "
              + proto.word()
              + " sockets ("
              + name
              + "), so they come from /proc/net without backlogs, memory and TCP details");
    }
    fallback.get().read(proto, rows, limits);
    return false;
  }

  private int dump(Proto proto, byte[] request, List<SocketRow> rows, List<String> limits)
      throws OperationException {
    netlink.send(request);
    SockDiagParser parser = new SockDiagParser(proto);
    try {
      readDump(parser, rows);
    } catch (OperationException e) {
      netlink.discardRest();
      throw e;
    }
    if (parser.isInterrupted()) {
      limits.add(
          "the table of "
              + proto.word()
              + " sockets changed while it was read; rows can be missing"
              + " or doubled");
    }
    if (parser.malformed() > 0) {
      limits.add(parser.malformed() + " answers of sock_diag were not understood");
    }
    return parser.errno();
  }

  private void readDump(SockDiagParser parser, List<SocketRow> rows) throws OperationException {
    try (DumpReader reader = new DumpReader(netlink)) {
      while (!parser.isDone()) {
        parser.read(reader.next(), (row, answered) -> rows.add(row));
      }
    }
  }

  @Override
  public synchronized ConnectionSample connection(Endpoint near, Endpoint far)
      throws OperationException {
    long at = System.nanoTime();
    netlink.send(SockDiagRequest.bothEnds(near, far));
    @Nullable InetRow[] ends;
    try {
      ends = readBothEnds();
    } catch (OperationException e) {
      netlink.discardRest();
      throw e;
    }
    return new ConnectionSample(at, exactly(ends[0], near, far), exactly(ends[1], far, near));
  }

  private @Nullable InetRow[] readBothEnds() throws OperationException {
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    @Nullable InetRow[] ends = new InetRow[2];
    while (parser.answers() < 2) {
      parser.read(
          netlink.receive(),
          (row, answered) -> {
            if (answered == 1 || answered == 2) {
              ends[answered - 1] = (InetRow) row;
            }
          });
    }
    return ends;
  }

  /** Without a connection of this tuple the kernel answers with its listener. */
  private static Optional<InetRow> exactly(@Nullable InetRow row, Endpoint local, Endpoint remote) {
    return Optional.ofNullable(row)
        .filter(r -> r.local().equals(local.unmapped()) && r.remote().equals(remote.unmapped()));
  }

  @Override
  public synchronized void destroy(InetRow row) throws OperationException {
    netlink.send(SockDiagRequest.destroy(row, ++sequence));
    SockDiagParser parser = new SockDiagParser(row.proto());
    while (!parser.isDone()) {
      parser.read(netlink.receive(), (ignored, answered) -> {});
    }
    if (parser.errno() != 0) {
      String next =
          parser.errno() == Errno.EPERM.number()
              ? "run as root, or with CAP_NET_ADMIN"
              : parser.errno() == Errno.ENOENT.number()
                  ? "it is closed already"
                  : parser.errno() == Errno.EOPNOTSUPP.number()
                      ? "this kernel was built without INET_DIAG_DESTROY"
                      : "";
      throw SocketCalls.failed(
          "close " + row.local() + " to " + row.remote(), parser.errno(), next);
    }
  }

  @Override
  public synchronized void close() {
    netlink.close();
  }
}

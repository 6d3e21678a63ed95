package io.recvq.sys;

import io.recvq.net.Endpoint;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.ProcNetParser;
import io.recvq.sockets.Proto;
import io.recvq.sockets.Snapshot;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketRow;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The socket table as the text files below /proc/net tell it. */
final class ProcNetTable implements SocketTable {
  private final Path folder;

  ProcNetTable(Path folder) {
    this.folder = folder;
  }

  @Override
  public Snapshot snapshot(SocketQuery query) throws OperationException {
    long at = System.nanoTime();
    List<SocketRow> rows = new ArrayList<>(256);
    List<String> limits = new ArrayList<>();
    for (Proto proto : Proto.values()) {
      if (query.protos().contains(proto)) {
        read(proto, rows, limits);
      }
    }
    if (query.tcpInfo() || query.memory()) {
      limits.add("/proc/net tells no TCP details and no memory");
    }
    return new Snapshot(at, rows, Snapshot.Source.PROC, limits);
  }

  void read(Proto proto, List<SocketRow> rows, List<String> limits) throws OperationException {
    ProcNetParser parser = new ProcNetParser(rows::add, ByteOrder.nativeOrder());
    if (proto == Proto.UNIX) {
      byte[] file = file("unix", true);
      parser.unix(file, file.length);
    } else {
      byte[] file = file(proto.word(), true);
      parser.inet(proto, file, file.length);
      // A kernel without IPv6 has no such file.
      byte[] six = file(proto.word() + "6", false);
      parser.inet(proto, six, six.length);
    }
    if (parser.malformed() > 0) {
      limits.add(parser.malformed() + " lines of /proc/net were not understood");
    }
  }

  private byte[] file(String name, boolean required) throws OperationException {
    Path path = folder.resolve(name);
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      if (!required) {
        return new byte[0];
      }
      throw OperationException.of("read " + path, e, "is /proc mounted?");
    } catch (IOException e) {
      throw OperationException.of("read " + path, e, "");
    }
  }

  @Override
  public ConnectionSample connection(Endpoint near, Endpoint far) throws OperationException {
    Snapshot snapshot = snapshot(SocketQuery.TCP);
    return new ConnectionSample(
        snapshot.atNanos(), find(snapshot, near, far), find(snapshot, far, near));
  }

  private static Optional<InetRow> find(Snapshot snapshot, Endpoint local, Endpoint remote) {
    return snapshot.rows().stream()
        .map(InetRow.class::cast)
        .filter(r -> r.local().equals(local.unmapped()) && r.remote().equals(remote.unmapped()))
        .findFirst();
  }

  @Override
  public void destroy(InetRow row) throws OperationException {
    throw OperationException.of(
        "close " + row.local() + " to " + row.remote(),
        Errno.EOPNOTSUPP,
        "only sock_diag can close connections of other processes");
  }

  @Override
  public void close() {}
}

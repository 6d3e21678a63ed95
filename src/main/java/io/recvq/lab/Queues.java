package io.recvq.lab;

import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.peer.ConnectionState.Ends;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sys.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of the kernel's table about named endpoints.
 *
 * @param rows the endpoint's own first
 */
public record Queues(List<Row> rows) {
  private static final long SETTLE_NANOS = 60_000_000;
  private static final long PAUSE_MILLIS = 3;

  /** How often in a row the table must say the same. */
  private static final int SETTLED = 3;

  public static final Queues NONE = new Queues(List.of());

  public Queues {
    rows = List.copyOf(rows);
  }

  /**
   * A row with a label: the name of one of our endpoints, or the process that holds it.
   *
   * @param own whether it is the endpoint that was asked about
   */
  public record Row(String label, boolean own, InetRow row) {}

  /**
   * Both ends of a connection, once the bytes on their way have arrived: the table is read again
   * until it says the same a few times, for at most 60 ms.
   */
  public static Queues settled(Lab lab, String name, Ends ends)
      throws OperationException, InterruptedException {
    long end = System.nanoTime() + SETTLE_NANOS;
    Queues last = of(lab, name, ends);
    for (int same = 1; same < SETTLED && System.nanoTime() < end; ) {
      Thread.sleep(PAUSE_MILLIS);
      Queues next = of(lab, name, ends);
      same = next.isLike(last) ? same + 1 : 1;
      last = next;
    }
    return last;
  }

  /** Both ends of a connection now. */
  public static Queues of(Lab lab, String name, Ends ends) throws OperationException {
    ConnectionSample sample = lab.sample(ends);
    List<Row> rows = new ArrayList<>();
    sample.near().ifPresent(row -> rows.add(new Row(name, true, row)));
    sample.far().ifPresent(row -> rows.add(new Row(label(lab, row), false, row)));
    return new Queues(rows);
  }

  /** The row of a listening socket: connections that wait to be accepted, and the backlog. */
  public static Queues listener(Lab lab, String name, Endpoint address) throws OperationException {
    SocketQuery query = SocketQuery.tcpPort(address.port()).withDetails(false, false);
    for (SocketRow row : lab.table().snapshot(query).rows()) {
      if (row instanceof InetRow inet
          && inet.state() == SocketState.LISTEN
          && inet.local().equals(address)) {
        return new Queues(List.of(new Row(name, true, inet)));
      }
    }
    return NONE;
  }

  private static String label(Lab lab, InetRow row) {
    Optional<String> ours = lab.nameOf(new Ends(row.local(), row.remote()));
    if (ours.isPresent()) {
      return ours.get();
    }
    if (!row.hasInode()) {
      return row.state() == SocketState.ESTABLISHED ? "(not accepted)" : "(closed)";
    }
    Ownership owners = Machine.local().owners().withOwners(List.of(row)).get(0).owners();
    return owners.kind() == Ownership.Kind.HELD
        ? owners.owners().get(0).process() + "/" + owners.owners().get(0).pid()
        : "peer";
  }

  private boolean isLike(Queues other) {
    if (rows.size() != other.rows.size()) {
      return false;
    }
    for (int i = 0; i < rows.size(); i++) {
      InetRow mine = rows.get(i).row();
      InetRow its = other.rows.get(i).row();
      if (mine.state() != its.state()
          || mine.recvQ() != its.recvQ()
          || mine.sendQ() != its.sendQ()) {
        return false;
      }
    }
    return true;
  }

  /** The row of the endpoint itself. */
  public Optional<Row> own() {
    return rows.stream().filter(Row::own).findFirst();
  }

  /** The row of the other end, where that is on this machine. */
  public Optional<Row> far() {
    return rows.stream().filter(row -> !row.own()).findFirst();
  }
}

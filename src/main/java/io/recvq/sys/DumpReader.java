package io.recvq.sys;

import io.recvq.net.OperationException;
import io.recvq.sockets.SockDiagParser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Fetches the datagrams of one answer. The kernel walks its tables while a datagram is asked for,
 * so for a long answer a second thread asks for the next ones while the first ones are parsed. They
 * are as many as the table is long, and nothing bounds that but the kernel.
 */
final class DumpReader implements AutoCloseable {
  /** A table that fits into so many datagrams is read sooner than a thread is started. */
  private static final int DATAGRAMS_WITHOUT_HELP = 2;

  /** Where the datagrams come from. */
  interface Source {
    /** Waits for the next datagram, which is valid until the next call. */
    ByteBuffer receive() throws OperationException;
  }

  /** A datagram, the failure in its place, or neither at the end. */
  private record Arrival(Optional<ByteBuffer> datagram, Optional<Throwable> failure) {}

  private static final Arrival END = new Arrival(Optional.empty(), Optional.empty());

  private final Source netlink;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Thread helper = new Thread(this::fetch, "sock_diag");
  private int received;
  private boolean helped;

  DumpReader(Source netlink) {
    this.netlink = netlink;
  }

  /** Waits for the next datagram, which is valid until the next call. */
  ByteBuffer next() throws OperationException {
    if (helped) {
      Arrival arrival = take();
      if (arrival.failure().isPresent()) {
        throw rethrown(arrival.failure().get());
      }
      if (arrival.datagram().isPresent()) {
        return arrival.datagram().get();
      }
      // The helper took a damaged datagram for the end.
      helped = false;
    }
    ByteBuffer datagram = netlink.receive();
    received++;
    if (received == DATAGRAMS_WITHOUT_HELP && !SockDiagParser.isLast(datagram)) {
      ByteBuffer own = copy(datagram);
      helped = true;
      helper.start();
      return own;
    }
    return datagram;
  }

  private void fetch() {
    try {
      boolean last = false;
      while (!last) {
        ByteBuffer datagram = copy(netlink.receive());
        last = SockDiagParser.isLast(datagram);
        arrivals.add(new Arrival(Optional.of(datagram), Optional.empty()));
      }
      arrivals.add(END);
    } catch (OperationException | RuntimeException | Error e) {
      // Whatever it is, as no memory for a long table: somebody waits for it.
      arrivals.add(new Arrival(Optional.empty(), Optional.of(e)));
    }
  }

  private static OperationException rethrown(Throwable failure) {
    if (failure instanceof RuntimeException defect) {
      throw defect;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return (OperationException) failure;
  }

  private static ByteBuffer copy(ByteBuffer datagram) {
    byte[] bytes = new byte[datagram.remaining()];
    datagram.get(datagram.position(), bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  /** The kernel answers at once, so that an interruption waits until then. */
  private Arrival take() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return arrivals.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits until the helper is through, so that nobody else reads the socket. */
  @Override
  public void close() {
    Threads.awaitEnd(helper);
  }
}

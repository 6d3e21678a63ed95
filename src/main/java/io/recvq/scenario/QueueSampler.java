package io.recvq.scenario;

import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Proto;
import io.recvq.sockets.Snapshot;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketState;
import io.recvq.sys.SocketTable;
import io.recvq.sys.Threads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads both ends of connections, and listeners, again and again onto a time line, on a thread of
 * its own, until it is closed. {@link #sampleNow} adds a reading at a moment that matters.
 */
public final class QueueSampler implements AutoCloseable {
  private final SocketTable table;
  private final TimeLine timeLine;
  private final List<Pair> pairs = new CopyOnWriteArrayList<>();
  private volatile Duration interval;
  private final Semaphore closing = new Semaphore(0);
  private final Thread thread;
  private volatile @Nullable OperationException failure;

  /**
   * What is read.
   *
   * @param far port 0 for a listener
   */
  private record Pair(Endpoint near, Endpoint far) {}

  private QueueSampler(SocketTable table, TimeLine timeLine, Duration interval) {
    this.table = table;
    this.timeLine = timeLine;
    this.interval = interval;
    this.thread = new Thread(this::run, "sampler");
    thread.setDaemon(true);
  }

  /**
   * Begins to read whatever {@link #watch} names.
   *
   * @param interval from one reading to the next
   */
  public static QueueSampler start(SocketTable table, TimeLine timeLine, Duration interval) {
    QueueSampler sampler = new QueueSampler(table, timeLine, interval);
    sampler.thread.start();
    return sampler;
  }

  /**
   * Takes a first reading at once and goes on.
   *
   * @param near the local address of the end whose calls the time line tells
   * @param far its peer; of port 0 when near listens
   * @return the number under which the time line has it, from 0
   */
  public synchronized int watch(Endpoint near, Endpoint far) throws OperationException {
    pairs.add(new Pair(near, far));
    sampleNow(pairs.size() - 1);
    return pairs.size() - 1;
  }

  private void run() {
    try {
      while (!closing.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        sampleAll();
      }
    } catch (OperationException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads at this interval from the next reading on. */
  public void pace(Duration newInterval) {
    interval = newInterval;
  }

  /** Reads everything that is watched now. */
  public void sampleAll() throws OperationException {
    for (int of = 0; of < pairs.size(); of++) {
      sampleNow(of);
    }
  }

  /** Reads both ends now and adds what it read to the time line. */
  public ConnectionSample sampleNow(int of) throws OperationException {
    Pair pair = pairs.get(of);
    ConnectionSample sample;
    synchronized (table) {
      sample =
          pair.far().port() == 0
              ? listener(table, pair.near())
              : table.connection(pair.near(), pair.far());
    }
    timeLine.sample(sample, of);
    return sample;
  }

  /** The listener of this address: its Recv-Q is the accept queue, its Send-Q the backlog. */
  private static ConnectionSample listener(SocketTable table, Endpoint local)
      throws OperationException {
    Snapshot snapshot =
        table.snapshot(
            new SocketQuery(
                Set.of(Proto.TCP),
                SocketState.LISTEN.bit(),
                OptionalInt.of(local.port()),
                false,
                false));
    Optional<InetRow> row =
        snapshot.rows().stream()
            .filter(InetRow.class::isInstance)
            .map(InetRow.class::cast)
            .filter(r -> r.state() == SocketState.LISTEN && r.local().equals(local))
            .findFirst();
    return new ConnectionSample(snapshot.atNanos(), row, Optional.empty());
  }

  /** Why it could read no more, if so. */
  public Optional<OperationException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Ends the thread and waits for it. The table stays open. */
  @Override
  public void close() {
    closing.release();
    Threads.awaitEnd(thread);
  }
}

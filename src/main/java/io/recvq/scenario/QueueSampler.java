package io.recvq.scenario;

import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sys.SocketTable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads both ends of one connection again and again onto a time line, on a thread of its own, until
 * it is closed. {@link #sampleNow} adds a reading at a moment that matters.
 */
public final class QueueSampler implements AutoCloseable {
  private final SocketTable table;
  private final Endpoint near;
  private final Endpoint far;
  private final TimeLine timeLine;
  private volatile Duration interval;
  private final Semaphore closing = new Semaphore(0);
  private final Thread thread;
  private volatile @Nullable OperationException failure;

  private QueueSampler(
      SocketTable table, Endpoint near, Endpoint far, TimeLine timeLine, Duration interval) {
    this.table = table;
    this.near = near;
    this.far = far;
    this.timeLine = timeLine;
    this.interval = interval;
    this.thread = new Thread(this::run, "sampler");
    thread.setDaemon(true);
  }

  /**
   * Takes a first reading at once and goes on.
   *
   * @param near the local address of the end whose calls the time line tells
   * @param interval from one reading to the next
   */
  public static QueueSampler start(
      SocketTable table, Endpoint near, Endpoint far, TimeLine timeLine, Duration interval)
      throws OperationException {
    QueueSampler sampler = new QueueSampler(table, near, far, timeLine, interval);
    sampler.sampleNow();
    sampler.thread.start();
    return sampler;
  }

  private void run() {
    try {
      while (!closing.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        sampleNow();
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

  /** Reads both ends now and adds what it read to the time line. */
  public ConnectionSample sampleNow() throws OperationException {
    ConnectionSample sample;
    synchronized (table) {
      sample = table.connection(near, far);
    }
    timeLine.sample(sample);
    return sample;
  }

  /** Why it could read no more, if so. */
  public Optional<OperationException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Ends the thread and waits for it. The table stays open. */
  @Override
  public void close() {
    closing.release();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

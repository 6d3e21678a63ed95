package io.recvq.peer;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/**
 * Many connections against one server on one event loop: how many exchanges a second, and how long
 * each took. With a rate the time of an exchange counts from the moment at which it was due, so
 * that a server that stalls is charged for all that it kept waiting (no coordinated omission).
 */
public final class Load {
  private static final long LONGEST_NANOS = 3_600_000_000_000L;
  private static final long RETRY_NANOS = 10_000_000;
  private static final int MAX_FAILURES_IN_A_ROW = 200;
  private static final double SECOND_NANOS = 1e9;

  private final EventLoop loop;
  private final List<SocketAddress> addresses;
  private final Plan plan;
  private final ClientOptions options;
  private final List<Worker> workers = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(0);
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private final Map<String, Long> errors = new TreeMap<>();
  private final long startNanos = System.nanoTime();
  private Histogram latencies = new Histogram(LONGEST_NANOS, 3);
  private long begun;
  private long done;
  private long bytes;
  private int connected;
  private int failuresInARow;
  private boolean over;

  /**
   * What to do.
   *
   * @param ending who ends an exchange's connection
   * @param message what exchanges send: the first bytes of it
   * @param minBytes the least that an exchange sends; sizes are drawn evenly up to the whole
   *     message
   * @param connections at once
   * @param ratePerSecond exchanges that are due each second in all; 0 for the next one when the
   *     last one is done
   * @param ramp the time in which the connections are opened
   * @param exchanges after how many it ends; Long.MAX_VALUE for no end
   */
  public record Plan(
      Exchange ending,
      ByteBuffer message,
      int minBytes,
      int connections,
      double ratePerSecond,
      Duration ramp,
      long exchanges) {}

  /** What belongs to one exchange. */
  public enum Exchange {
    /** As many bytes come back as were sent, and the connection is used again. */
    ECHO,
    /** The same on a connection of its own, which we close. */
    CONNECT_AND_ECHO,
    /** A connection of its own; the server answers and closes. */
    UNTIL_CLOSED
  }

  /**
   * What was seen in a time.
   *
   * @param elapsed since the start
   * @param exchanges completed
   * @param bytes that came back in them
   * @param latencies of these exchanges in nanoseconds
   * @param errors by errno name or in words, with their count
   */
  public record Seen(
      Duration elapsed,
      long exchanges,
      long bytes,
      int connected,
      Histogram latencies,
      Map<String, Long> errors) {}

  /**
   * Exchanges that were due and had no answer yet.
   *
   * @param count those begun, and with a rate also those that could not even begin
   * @param oldest how long ago the first of them was due; zero where there is none
   */
  public record Unanswered(long count, Duration oldest) {
    private static final Unanswered NONE = new Unanswered(0, Duration.ZERO);

    private Unanswered and(long more, long ageNanos) {
      Duration age = Duration.ofNanos(ageNanos);
      return new Unanswered(count + more, age.compareTo(oldest) > 0 ? age : oldest);
    }
  }

  private Load(EventLoop loop, List<SocketAddress> addresses, Plan plan, ClientOptions options) {
    this.loop = loop;
    this.addresses = addresses;
    this.plan = plan;
    this.options = options;
  }

  /** Begins to connect and to exchange. */
  public static Load start(
      EventLoop loop, List<SocketAddress> addresses, Plan plan, ClientOptions options) {
    Load load = new Load(loop, addresses, plan, options);
    loop.execute(load::begin);
    return load;
  }

  private void begin() {
    for (int i = 0; i < plan.connections(); i++) {
      long wait = plan.ramp().toNanos() * i / plan.connections();
      Worker worker = new Worker();
      workers.add(worker);
      loop.schedule(wait, worker::connect);
    }
  }

  /** Completes when the exchanges asked for are done, or nothing can be reached. */
  public CompletableFuture<Void> finished() {
    return finished;
  }

  /**
   * What was seen since the last call; times of exchanges are counted once.
   *
   * @throws IOException when the loop has ended
   */
  public Seen take() throws IOException {
    return loop.call(
        () -> {
          Seen seen =
              new Seen(
                  Duration.ofNanos(System.nanoTime() - startNanos),
                  latencies.getTotalCount(),
                  bytes,
                  connected,
                  latencies,
                  Map.copyOf(errors));
          latencies = new Histogram(LONGEST_NANOS, 3);
          bytes = 0;
          errors.clear();
          return seen;
        });
  }

  /**
   * What is under way or overdue now: a server that never answers is in no latency.
   *
   * @throws IOException when the loop has ended
   */
  public Unanswered unanswered() throws IOException {
    return loop.call(
        () -> {
          long now = System.nanoTime();
          Unanswered all = Unanswered.NONE;
          for (Worker worker : workers) {
            all = worker.addUnanswered(all, now);
          }
          return all;
        });
  }

  /** Begins no more exchanges. */
  public void stop() {
    loop.execute(() -> over = true);
  }

  private void count(String error) {
    errors.merge(error, 1L, Long::sum);
  }

  private boolean mayBegin() {
    return !over && begun < plan.exchanges();
  }

  /** One of the connections, or the row of them where each exchange has its own. */
  private final class Worker implements Handler {
    private final double intervalNanos =
        plan.ratePerSecond() > 0 ? plan.connections() * SECOND_NANOS / plan.ratePerSecond() : 0;
    private double nextDueNanos = System.nanoTime();
    private long dueNanos;
    private int size;
    private long came;
    private boolean exchanging;

    private Unanswered addUnanswered(Unanswered before, long now) {
      if (!exchanging) {
        return before;
      }
      long overdue =
          intervalNanos > 0 && nextDueNanos <= now
              ? 1 + (long) ((now - nextDueNanos) / intervalNanos)
              : 0;
      return before.and(1 + overdue, now - dueNanos);
    }

    private void connect() {
      if (!mayBegin()) {
        return;
      }
      if (plan.ending() != Exchange.ECHO && !isDue(this::connect)) {
        return;
      }
      Client.start(loop, addresses, options, this, ending -> {}, this::notConnected);
    }

    /** Takes the next due time; where it is still to come, does this again then. */
    private boolean isDue(Runnable later) {
      long now = System.nanoTime();
      if (intervalNanos == 0) {
        dueNanos = now;
        return true;
      }
      if (nextDueNanos > now) {
        loop.schedule((long) nextDueNanos - now, later);
        return false;
      }
      dueNanos = (long) nextDueNanos;
      nextDueNanos += intervalNanos;
      return true;
    }

    private void notConnected(OperationException failure) {
      count(failure.errno().map(Errno::name).orElse(failure.answer()));
      if (++failuresInARow >= MAX_FAILURES_IN_A_ROW) {
        over = true;
        finished.complete(null);
      } else {
        loop.schedule(RETRY_NANOS, this::connect);
      }
    }

    @Override
    public void opened(Connection connection) {
      failuresInARow = 0;
      connected++;
      if (plan.ending() == Exchange.ECHO) {
        nextDueNanos = System.nanoTime();
        exchangeWhenDue(connection);
      } else {
        exchange(connection);
      }
    }

    private void exchangeWhenDue(Connection connection) {
      if (!connection.isOpen()) {
        // Its server closed it while the next exchange was not due yet.
        return;
      }
      if (!mayBegin()) {
        connection.close(Ending.CLOSED);
      } else if (isDue(() -> exchangeWhenDue(connection))) {
        exchange(connection);
      }
    }

    private void exchange(Connection connection) {
      begun++;
      exchanging = true;
      came = 0;
      int largest = plan.message().limit();
      size = plan.minBytes() + random.nextInt(largest - plan.minBytes() + 1);
      connection.write(plan.message().duplicate().limit(size));
    }

    @Override
    public void received(Connection connection, ByteBuffer received) {
      came += received.remaining();
      if (plan.ending() == Exchange.UNTIL_CLOSED || came < size || !exchanging) {
        return;
      }
      record();
      if (plan.ending() == Exchange.ECHO) {
        exchangeWhenDue(connection);
      } else {
        connection.close(Ending.CLOSED);
      }
    }

    private void record() {
      exchanging = false;
      if (done >= plan.exchanges()) {
        return;
      }
      bytes += came;
      latencies.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - dueNanos));
      done++;
      if (done == plan.exchanges()) {
        over = true;
        finished.complete(null);
      }
    }

    @Override
    public void closed(Connection connection, Ending ending) {
      connected--;
      if (exchanging && plan.ending() == Exchange.UNTIL_CLOSED && came > 0 && isGood(ending)) {
        record();
      } else if (exchanging || plan.ending() == Exchange.ECHO && mayBegin()) {
        exchanging = false;
        if (!over || ending.errno().isPresent()) {
          count(word(ending));
        }
      }
      if (plan.ending() != Exchange.ECHO) {
        connect();
      } else if (connected == 0 && !over) {
        finished.complete(null);
      }
    }

    private static boolean isGood(Ending ending) {
      return ending.kind() == Ending.Kind.CLOSED;
    }
  }

  /** Under which words a connection that ended badly is counted: its errno's, else the reason. */
  static String word(Ending ending) {
    Optional<Errno> errno = ending.errno();
    String unnamed = ending.kind() == Ending.Kind.FAILED ? ending.detail() : "closed early";
    return errno.map(Errno::name).orElse(unnamed);
  }
}

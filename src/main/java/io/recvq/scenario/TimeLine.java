package io.recvq.scenario;

import io.recvq.net.Errno;
import io.recvq.sockets.ConnectionSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the program did and what the kernel held, on one time axis that begins when the time line is
 * made. Bounded: when it is full, further samples are counted and not kept; calls always are. Safe
 * for use by several threads.
 */
public final class TimeLine {
  /** Samples kept at most: a minute at one every two milliseconds. */
  private static final int MAX_SAMPLES = 30_000;

  /** Of so many readings of both clocks the quickest is taken. */
  private static final int CLOCK_READINGS = 5;

  private final Instant start;
  private final long startNanos;
  private final List<Entry> entries = new ArrayList<>();
  private int samples;
  private int droppedSamples;

  /** Something at a moment of the time line. */
  public sealed interface Entry {
    /** Nanoseconds since the time line began. */
    long atNanos();
  }

  /**
   * A call of one of our programs and what it returned.
   *
   * @param atNanos when it returned, or when it was given up
   * @param took from the call to then; zero where that was not measured
   * @param end which side made it, as {@code sender}
   * @param call what it did, as {@code write}
   * @param result what the system answered, with errno name and number where it refused
   * @param errno where it refused
   */
  public record Call(
      long atNanos, Duration took, String end, String call, String result, Optional<Errno> errno)
      implements Entry {}

  /**
   * What the kernel held for both ends.
   *
   * @param of which connection, from 0, where several are watched
   */
  public record Sample(long atNanos, ConnectionSample connection, int of) implements Entry {}

  /**
   * @param start the beginning of the axis
   * @param startNanos the same moment on the clock of System.nanoTime
   */
  public TimeLine(Instant start, long startNanos) {
    this.start = start;
    this.startNanos = startNanos;
  }

  /**
   * A time line that begins now. Time of day and System.nanoTime are read together, so that
   * packets, which have a time of day, lie where they belong between calls and samples.
   */
  public static TimeLine startingNow() {
    Instant best = Instant.now();
    long bestNanos = System.nanoTime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < CLOCK_READINGS; i++) {
      long before = System.nanoTime();
      Instant now = Instant.now();
      long took = System.nanoTime() - before;
      if (took < least) {
        least = took;
        best = now;
        bestNanos = before + took / 2;
      }
    }
    return new TimeLine(best, bestNanos);
  }

  /** The time of day of a moment of this axis. */
  public Instant time(long atNanos) {
    return start.plusNanos(atNanos);
  }

  /** The moment on this axis of a reading of System.nanoTime. */
  public long at(long nanoTime) {
    return nanoTime - startNanos;
  }

  /** Adds a call that returned at this reading of System.nanoTime. */
  public synchronized Call call(long nanoTime, String end, String call, String result) {
    return add(new Call(at(nanoTime), Duration.ZERO, end, call, result, Optional.empty()));
  }

  /** Adds a call; its time is that of this axis. */
  public synchronized Call add(Call call) {
    entries.add(call);
    return call;
  }

  /** Adds what the kernel held of the only connection that is watched. */
  public Sample sample(ConnectionSample connection) {
    return sample(connection, 0);
  }

  /** Adds what the kernel held of one of the connections. */
  public synchronized Sample sample(ConnectionSample connection, int of) {
    Sample entry = new Sample(at(connection.atNanos()), connection, of);
    if (samples < MAX_SAMPLES) {
      samples++;
      entries.add(entry);
    } else {
      droppedSamples++;
    }
    return entry;
  }

  /** Everything so far in order of time. */
  public synchronized List<Entry> entries() {
    return entries.stream().sorted(Comparator.comparingLong(Entry::atNanos)).toList();
  }

  /** The samples so far in order of time. */
  public List<Sample> samples() {
    return entries().stream().filter(Sample.class::isInstance).map(Sample.class::cast).toList();
  }

  /** How many samples were not kept because the time line was full. */
  public synchronized int droppedSamples() {
    return droppedSamples;
  }
}

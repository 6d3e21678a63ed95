package io.recvq.scenario;

import io.recvq.sockets.ConnectionSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the program did and what the kernel held, on one time axis that begins when the time line is
 * made. Bounded: when it is full, further samples are counted and not kept; calls always are. Safe
 * for use by several threads.
 */
public final class TimeLine {
  /** Samples kept at most: a minute at one every two milliseconds. */
  private static final int MAX_SAMPLES = 30_000;

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
   * @param end which side made it, as {@code sender}
   * @param call what it did, as {@code write}
   * @param result what the system answered, with errno name and number where it refused
   */
  public record Call(long atNanos, String end, String call, String result) implements Entry {}

  /** What the kernel held for both ends. */
  public record Sample(long atNanos, ConnectionSample connection) implements Entry {}

  /**
   * @param start the beginning of the axis
   * @param startNanos the same moment on the clock of System.nanoTime
   */
  public TimeLine(Instant start, long startNanos) {
    this.start = start;
    this.startNanos = startNanos;
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
    Call entry = new Call(at(nanoTime), end, call, result);
    entries.add(entry);
    return entry;
  }

  /** Adds what the kernel held. */
  public synchronized Sample sample(ConnectionSample connection) {
    Sample entry = new Sample(at(connection.atNanos()), connection);
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

package io.recvq.scenario;

import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The samples of a connection that may be watched for days: bounded, the older ones thinner. Of two
 * that have to become one, the one with fuller queues stays, so that a short jam is not lost.
 */
public final class SampleHistory {
  static final int MAX_SAMPLES = 8_000;

  private final List<ConnectionSample> samples = new ArrayList<>();

  /** Adds a sample that is later than all others. */
  void add(ConnectionSample sample) {
    add(sample, MAX_SAMPLES);
  }

  /**
   * The same where others share the memory.
   *
   * @param most samples that are kept, four or more
   */
  void add(ConnectionSample sample, int most) {
    while (samples.size() >= most) {
      thin();
    }
    samples.add(sample);
  }

  /** Makes one of each two in the older half; the first of all stays. */
  private void thin() {
    int half = samples.size() / 2 & ~1;
    List<ConnectionSample> thinner = new ArrayList<>(samples.size());
    thinner.add(samples.get(0));
    for (int i = 1; i < half; i += 2) {
      ConnectionSample first = samples.get(i);
      ConnectionSample second = samples.get(i + 1);
      thinner.add(queued(first) >= queued(second) ? first : second);
    }
    thinner.addAll(samples.subList(half + 1, samples.size()));
    samples.clear();
    samples.addAll(thinner);
  }

  private static long queued(ConnectionSample sample) {
    return queued(sample.near()) + queued(sample.far());
  }

  private static long queued(Optional<InetRow> row) {
    return row.map(r -> r.recvQ() + r.sendQ()).orElse(0L);
  }

  /** The latest sample; empty before the first. */
  public Optional<ConnectionSample> last() {
    return samples.isEmpty() ? Optional.empty() : Optional.of(samples.get(samples.size() - 1));
  }

  /** All that were kept, in order of time. */
  public List<ConnectionSample> all() {
    return List.copyOf(samples);
  }

  /** Those at or after a moment on the clock of System.nanoTime. */
  public List<ConnectionSample> since(long nanos) {
    int from = samples.size();
    while (from > 0 && samples.get(from - 1).atNanos() - nanos >= 0) {
      from--;
    }
    return List.copyOf(samples.subList(from, samples.size()));
  }
}

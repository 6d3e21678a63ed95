package io.recvq.probe;

import java.util.Arrays;

/** Counts and times of the round trips to one host. */
public final class PingStatistics {
  private int sent;
  private int received;
  private int duplicates;
  private int late;
  private int errors;
  private long[] roundTrips = new long[16];

  void countSent() {
    sent++;
  }

  void countError() {
    errors++;
  }

  void count(PingListener.Reply reply) {
    if (reply.duplicate()) {
      duplicates++;
      return;
    }
    if (reply.late()) {
      late++;
    }
    if (received == roundTrips.length) {
      roundTrips = Arrays.copyOf(roundTrips, 2 * received);
    }
    roundTrips[received++] = reply.roundTripNanos();
  }

  public int sent() {
    return sent;
  }

  public int received() {
    return received;
  }

  public int duplicates() {
    return duplicates;
  }

  /** Replies that came after that of a later request. */
  public int late() {
    return late;
  }

  public int errors() {
    return errors;
  }

  /** Of what was sent; 0 when nothing was. */
  public double lossPercent() {
    return sent == 0 ? 0 : 100.0 * (sent - received) / sent;
  }

  /** All round trips in milliseconds, in the order of their arrival. */
  public double[] roundTripsMillis() {
    return Arrays.stream(roundTrips, 0, received).mapToDouble(n -> n / 1e6).toArray();
  }

  public double minMillis() {
    return Arrays.stream(roundTripsMillis()).min().orElse(Double.NaN);
  }

  public double maxMillis() {
    return Arrays.stream(roundTripsMillis()).max().orElse(Double.NaN);
  }

  public double avgMillis() {
    return Arrays.stream(roundTripsMillis()).average().orElse(Double.NaN);
  }

  /** The standard deviation of the whole population, as ping prints it. */
  public double stddevMillis() {
    double mean = avgMillis();
    return Math.sqrt(
        Arrays.stream(roundTripsMillis())
            .map(t -> (t - mean) * (t - mean))
            .average()
            .orElse(Double.NaN));
  }
}

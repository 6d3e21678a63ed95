package io.recvq.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A connection, or a listener, over time: the same curves read again and again. A value that could
 * not be read is {@link #UNKNOWN}.
 */
public final class Lane {
  /** No such value at that moment. */
  public static final double UNKNOWN = Double.NaN;

  private final String name;
  private final String near;
  private final String far;
  private final List<Curve> curves;
  private final List<Reading> readings;

  /** All curves at one moment. */
  private record Reading(long atNanos, List<Double> values) {}

  private Lane(String name, String near, String far, List<Curve> curves, List<Reading> readings) {
    this.name = name;
    this.near = near;
    this.far = far;
    this.curves = List.copyOf(curves);
    this.readings = List.copyOf(readings);
  }

  /** Collects a lane. */
  public static final class Builder {
    private final String name;
    private final String near;
    private final String far;
    private final List<Curve> curves;
    private final List<Reading> readings = new ArrayList<>();

    /**
     * @param near the end that is drawn on top, the client's where that is known
     * @param far the other end; empty for a listener
     */
    public Builder(String name, String near, String far, List<Curve> curves) {
      this.name = name;
      this.near = near;
      this.far = far;
      this.curves = curves;
    }

    /**
     * Adds a reading; moments must not go back.
     *
     * @param values one a curve, in the order of the curves
     */
    public Builder add(long atNanos, double... values) {
      if (values.length != curves.size()) {
        throw new IllegalArgumentException(values.length + " values for " + curves.size());
      }
      readings.add(new Reading(atNanos, Arrays.stream(values).boxed().toList()));
      return this;
    }

    public Lane build() {
      return new Lane(name, near, far, curves, readings);
    }
  }

  public String name() {
    return name;
  }

  public String near() {
    return near;
  }

  public String far() {
    return far;
  }

  public List<Curve> curves() {
    return curves;
  }

  /** How many readings there are. */
  public int size() {
    return readings.size();
  }

  /** When a reading was taken, in nanoseconds since the axis began. */
  public long atNanos(int reading) {
    return readings.get(reading).atNanos;
  }

  /** What a curve had at a reading, or {@link #UNKNOWN}. */
  public double value(int reading, int curve) {
    return readings.get(reading).values.get(curve);
  }

  /** Whether a curve never rises above zero, so that there is nothing to draw. */
  boolean isFlat(int curve) {
    return readings.stream().noneMatch(reading -> reading.values.get(curve) > 0);
  }

  /**
   * At most so many of the readings, such that no curve loses a peak or a trough: of each stretch
   * of readings the first, the last, and each curve's lowest and highest stay.
   */
  Lane thinned(int atMost) {
    if (readings.size() <= atMost) {
      return this;
    }
    int perStretch = 2 + 2 * curves.size();
    int stretches = Math.max(1, atMost / perStretch);
    BitSet kept = new BitSet(readings.size());
    for (int stretch = 0; stretch < stretches; stretch++) {
      int from = (int) ((long) readings.size() * stretch / stretches);
      int to = (int) ((long) readings.size() * (stretch + 1) / stretches);
      keep(from, to, kept);
    }
    return new Lane(name, near, far, curves, kept.stream().mapToObj(readings::get).toList());
  }

  private void keep(int from, int to, BitSet kept) {
    kept.set(from);
    kept.set(to - 1);
    for (int curve = 0; curve < curves.size(); curve++) {
      int lowest = -1;
      int highest = -1;
      for (int i = from; i < to; i++) {
        double value = value(i, curve);
        if (Double.isNaN(value)) {
          continue;
        }
        lowest = lowest < 0 || value < value(lowest, curve) ? i : lowest;
        highest = highest < 0 || value > value(highest, curve) ? i : highest;
      }
      if (lowest >= 0) {
        kept.set(lowest);
        kept.set(highest);
      }
    }
  }
}

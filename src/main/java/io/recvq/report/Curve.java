package io.recvq.report;

/**
 * One measured quantity of a lane.
 *
 * @param chart the title of the chart that it is drawn in, with others of the same unit
 * @param name what it is, as {@code Send-Q}
 * @param hue which of the page's colours it has
 */
public record Curve(String chart, String name, Unit unit, Hue hue) {

  /** The colours of curves: one meaning each, on all charts. */
  public enum Hue {
    /** What the sending side holds or does. */
    SENDER,
    /** What the receiving side holds or does. */
    RECEIVER,
    /** What lies between the two. */
    BETWEEN,
    /** A bound, drawn dashed. */
    LIMIT
  }
}

package io.recvq.probe;

import java.util.OptionalLong;

/**
 * What a probe found out about one port.
 *
 * @param latencyNanos from the attempt that was answered to its answer; empty without one
 * @param detail what the reason alone does not say, for example which router forbade it; may be
 *     empty
 * @param inspection what an open port said when it was asked more
 */
public record PortResult(
    ProbeTarget target,
    int port,
    Transport transport,
    PortState state,
    ProbeReason reason,
    OptionalLong latencyNanos,
    String detail,
    Inspection inspection) {

  /** A result without an answer. */
  static PortResult silent(
      ProbeTarget target, int port, Transport transport, PortState state, ProbeReason reason) {
    return new PortResult(
        target, port, transport, state, reason, OptionalLong.empty(), "", Inspection.NONE);
  }

  /** A result with the time its answer took. */
  static PortResult answered(
      ProbeTarget target,
      int port,
      Transport transport,
      PortState state,
      ProbeReason reason,
      long latencyNanos) {
    return new PortResult(
        target, port, transport, state, reason, OptionalLong.of(latencyNanos), "", Inspection.NONE);
  }

  /** The same with what more is known of its reason. */
  PortResult because(PortState newState, ProbeReason newReason, String newDetail) {
    return new PortResult(
        target, port, transport, newState, newReason, latencyNanos, newDetail, inspection);
  }

  /** The same with what the port said. */
  public PortResult with(Inspection newInspection) {
    return new PortResult(
        target, port, transport, state, reason, latencyNanos, detail, newInspection);
  }
}

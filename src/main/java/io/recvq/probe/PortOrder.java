package io.recvq.probe;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Results in the order in which their ports were asked for, however they arrive: each has its place
 * from the beginning, so that a hundred thousand of them need no sorting.
 */
public final class PortOrder {
  private final int[] ports;
  private final IdentityHashMap<ProbeTarget, Integer> order = new IdentityHashMap<>();
  private final PortResult[] places;

  /**
   * @param targets those that the results will name, the same objects
   * @param ports in rising order, each once
   */
  public PortOrder(List<ProbeTarget> targets, int[] ports) {
    this.ports = ports.clone();
    for (ProbeTarget target : targets) {
      order.putIfAbsent(target, order.size());
    }
    this.places = new PortResult[targets.size() * ports.length];
  }

  /** Takes a result; throws IllegalArgumentException when its port was not asked for. */
  public void put(PortResult result) {
    Integer target = order.get(result.target());
    int port = Arrays.binarySearch(ports, result.port());
    if (target == null || port < 0) {
      throw new IllegalArgumentException("was not asked for: " + result);
    }
    places[target * ports.length + port] = result;
  }

  /** All results; each port that was asked for must have been told by now. */
  public List<PortResult> all() {
    return List.of(places);
  }
}

package io.recvq.probe;

/** Is told of each port as soon as it is known; calls come one at a time, from any thread. */
public interface PortListener {
  void found(PortResult result);
}

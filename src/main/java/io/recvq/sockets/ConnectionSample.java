package io.recvq.sockets;

import java.util.Optional;

/**
 * A connection at one moment, seen from both ends where both are on this machine.
 *
 * @param atNanos when it was read, on the clock of System.nanoTime
 * @param near the end that was asked about; empty when it does not exist (any more)
 * @param far the other end; empty when it is on another machine or gone
 */
public record ConnectionSample(long atNanos, Optional<InetRow> near, Optional<InetRow> far) {}

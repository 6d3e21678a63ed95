/**
 * Asks the network: which ports are open, how long a round trip takes, what a name stands for.
 *
 * <p>In: names, addresses, ports, time limits. Out: results with the evidence they rest on. Fails
 * with {@link io.recvq.net.OperationException} when it could not look at all; a closed port or a
 * silent host is a result.
 */
@NullMarked
package io.recvq.probe;

import org.jspecify.annotations.NullMarked;

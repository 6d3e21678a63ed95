/**
 * Programs that talk: an event loop, the servers and clients that run on it, and the ways in which
 * they can be made to misbehave.
 *
 * <p>In: addresses, protocol values and the bytes of real sockets. Out: bytes on real sockets and
 * {@link io.recvq.peer.PeerEvent}s. What the system refuses on opening is an {@link
 * io.recvq.net.OperationException}; what goes wrong on one connection is an event and ends that
 * connection only.
 */
@NullMarked
package io.recvq.peer;

import org.jspecify.annotations.NullMarked;

/**
 * From segments to ordered bytes: which connection a segment belongs to, what is remarkable about
 * it, and the bytes of each direction in order whatever the network and the capture did to them.
 *
 * <p>In: {@link io.recvq.wire.Segment}s in the order of the capture. Out: calls on a {@link
 * io.recvq.flow.FlowListener}: bytes, gaps, conflicts, ends. Memory is bounded by {@link
 * io.recvq.flow.FlowLimits}; when a bound bites it is told. Nothing that a capture holds makes it
 * fail.
 */
@NullMarked
package io.recvq.flow;

import org.jspecify.annotations.NullMarked;

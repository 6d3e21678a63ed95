/**
 * From captured bytes to TCP segments: records of capture files, link headers, IP with its
 * fragments, TCP with its options. Every header is read in place; nothing is copied but fragments.
 *
 * <p>In: bytes of a capture file through a {@link io.recvq.wire.ByteWindow}, or packets. Out:
 * {@link io.recvq.wire.CapturedPacket}, {@link io.recvq.wire.Segment}. No input is trusted: what
 * cannot be read is answered with a reason, never with an exception, but for what is no capture at
 * all.
 */
@NullMarked
package io.recvq.wire;

import org.jspecify.annotations.NullMarked;

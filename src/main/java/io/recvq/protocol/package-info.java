/**
 * Frames in a stream of bytes: the incremental decoder, the encoder, and what the application's
 * peers ask and answer.
 *
 * <p>In: bytes of one direction of a stream, cut at any place, and gaps in them. Out: {@link
 * io.recvq.protocol.Frame}s and {@link io.recvq.protocol.Malformed} reports with their offsets;
 * bytes of encoded frames. Bad input never throws: it is an answer. Memory is bounded by {@link
 * io.recvq.protocol.FrameLimits}.
 */
@NullMarked
package io.recvq.protocol;

import org.jspecify.annotations.NullMarked;

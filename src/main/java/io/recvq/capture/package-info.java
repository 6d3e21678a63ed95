/**
 * Where packets come from: capture files, plain ones read ahead and mapped, others as a stream.
 *
 * <p>In: paths, streams. Out: {@link io.recvq.capture.PacketSource}. Fails with {@link
 * io.recvq.net.OperationException} when something cannot be opened or is no capture.
 */
@NullMarked
package io.recvq.capture;

import org.jspecify.annotations.NullMarked;

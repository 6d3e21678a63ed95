/**
 * Decoded traffic as people and programs look at it: frames, packets, conversations, a ladder, the
 * bytes of a stream, statistics, findings; and the conditions that choose among them.
 *
 * <p>In: packets of a source, live or from a file. Out: lines and JSON objects in the order of the
 * packets. Fails with {@link io.recvq.render.OutputException} when the output takes no more; what
 * is wrong with the traffic is part of what is shown.
 */
@NullMarked
package io.recvq.traffic;

import org.jspecify.annotations.NullMarked;

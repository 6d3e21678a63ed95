/**
 * What a program did, what the kernel held and what the wire carried, on one time line; and the
 * scenarios that make a known failure happen and watch it.
 *
 * <p>In: settings, the machine's socket table, a source of packets. Out: a time line and what it
 * proves. Fails with {@link io.recvq.net.OperationException} when an end cannot be made; what a
 * scenario has opened is closed at every kind of ending.
 */
@NullMarked
package io.recvq.scenario;

import org.jspecify.annotations.NullMarked;

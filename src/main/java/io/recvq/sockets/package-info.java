/**
 * The kernel's socket table as values: rows, snapshots, filters, differences of snapshots, and the
 * parsers of what the kernel says about sockets.
 *
 * <p>In: bytes of sock_diag messages and of the files below /proc/net. Out: immutable rows. Never
 * trusts a length; what cannot be read is skipped and counted. Fails with {@link
 * java.lang.IllegalArgumentException} on a filter that makes no sense.
 */
@NullMarked
package io.recvq.sockets;

import org.jspecify.annotations.NullMarked;

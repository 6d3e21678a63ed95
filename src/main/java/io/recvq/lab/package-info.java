/**
 * The named endpoints of a session: servers and proxies that run in it ({@code s1}, {@code p1}),
 * and sockets driven by hand, one system call at a time ({@code c1}, {@code l1}).
 *
 * <p>In: addresses, bytes, and event loops that were started elsewhere. Out: what each call
 * returned, and both ends' queues as the kernel's table has them. Can fail: what the system refuses
 * to open is an OperationException; what it answers to a call on an open socket is a result.
 */
@NullMarked
package io.recvq.lab;

import org.jspecify.annotations.NullMarked;

/**
 * The one door to the machine: the kernel's socket table through netlink and /proc, owners of
 * sockets, sysctls, rights.
 *
 * <p>In: questions as values. Out: values of the rooms net and sockets. Native code is loaded at
 * the first use only. Fails with {@link io.recvq.net.OperationException}, which names what the
 * system refused.
 */
@NullMarked
package io.recvq.sys;

import org.jspecify.annotations.NullMarked;

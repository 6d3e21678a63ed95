package io.recvq.sockets;

/**
 * A socket's memory in bytes (enum SK_MEMINFO of linux/sock_diag.h). The limits are the kernel's
 * own, twice what setsockopt was given and what Java's getter says.
 *
 * @param receiveAllocated of the receive queue with its overhead
 * @param receiveLimit SO_RCVBUF as the kernel holds it
 * @param sendAllocated of segments handed to the network and not freed yet
 * @param sendLimit SO_SNDBUF as the kernel holds it
 * @param forwardAllocated reserved and not used yet
 * @param sendQueued of the send queue with its overhead
 * @param options of socket options
 * @param backlog packets that arrived while the process held the socket's lock
 * @param drops packets dropped: for a listener connections that it had no room for; {@link
 *     SocketRow#UNKNOWN} where the kernel does not tell
 */
public record SocketMemory(
    long receiveAllocated,
    long receiveLimit,
    long sendAllocated,
    long sendLimit,
    long forwardAllocated,
    long sendQueued,
    long options,
    long backlog,
    long drops) {}

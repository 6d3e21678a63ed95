package io.recvq.sockets;

/**
 * A process that holds a socket.
 *
 * @param process the kernel's name of it (comm, at most 15 bytes); chosen by the process itself, so
 *     escape it before a terminal
 * @param fd the descriptor's number in that process
 */
public record Owner(int pid, String process, int fd) {}

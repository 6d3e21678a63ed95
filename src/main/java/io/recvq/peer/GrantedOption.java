package io.recvq.peer;

/**
 * A socket option that was asked for, and what getsockopt(2) says afterwards. Flags are 0 and 1;
 * buffer sizes are the kernel's own figures, which count its overhead: twice what was asked, within
 * net.core.wmem_max and rmem_max (socket(7)).
 *
 * @param name as {@code SO_SNDBUF}
 */
public record GrantedOption(String name, long asked, long granted) {}

package io.recvq.probe;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How hosts are pinged.
 *
 * @param count requests to each host; 0 for no end
 * @param interval from one request to the next
 * @param timeout how long a request waits for its reply after the last one was sent
 * @param sizeBytes data bytes of an echo request
 * @param ttl time to live or hop limit of what is sent; empty for the system's
 * @param tcpPort measure connects to this port instead of ICMP
 * @param fallbackPort the port that is connected to where no ICMP socket is allowed
 * @param deadlineNanos {@link System#nanoTime} at which everything ends
 */
public record PingSettings(
    int count,
    Duration interval,
    Duration timeout,
    int sizeBytes,
    OptionalInt ttl,
    OptionalInt tcpPort,
    int fallbackPort,
    long deadlineNanos) {}

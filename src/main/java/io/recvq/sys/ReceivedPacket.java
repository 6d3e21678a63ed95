package io.recvq.sys;

import io.recvq.net.IpAddress;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * A datagram or raw packet as it was received.
 *
 * @param data the bytes as the socket gives them; a raw IPv4 socket's begin with the IP header
 * @param ttl its time to live or hop limit; empty where the socket does not say
 */
public record ReceivedPacket(IpAddress from, ByteBuffer data, OptionalInt ttl) {}

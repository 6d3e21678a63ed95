package io.recvq.sys;

import com.sun.jna.Pointer;
import io.recvq.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** struct sockaddr_in and sockaddr_in6 of Linux, written and read by hand. */
final class SocketAddresses {
  static final int V4_BYTES = 16;
  static final int V6_BYTES = 28;

  private SocketAddresses() {}

  /** The address as connect and sendto take it. */
  static byte[] encode(IpAddress address, int scopeId, int port) {
    ByteBuffer out =
        ByteBuffer.allocate(address.v6() ? V6_BYTES : V4_BYTES).order(ByteOrder.nativeOrder());
    out.putShort((short) (address.v6() ? SocketCalls.AF_INET6 : SocketCalls.AF_INET));
    out.put((byte) (port >> 8)).put((byte) port);
    if (address.v6()) {
      out.putInt(0);
      out.order(ByteOrder.BIG_ENDIAN).putLong(address.high()).putLong(address.low());
      out.order(ByteOrder.nativeOrder()).putInt(scopeId);
    } else {
      out.order(ByteOrder.BIG_ENDIAN).putInt((int) address.low());
    }
    return out.array();
  }

  /** The address at this place of memory, or ANY_V4 when its family is another. */
  static IpAddress decode(Pointer memory, long at) {
    int family = memory.getShort(at);
    if (family == SocketCalls.AF_INET) {
      return IpAddress.of(memory.getByteArray(at + 4, 4));
    }
    return family == SocketCalls.AF_INET6
        ? IpAddress.of(memory.getByteArray(at + 8, 16))
        : IpAddress.ANY_V4;
  }

  /** The scope id of an IPv6 address; 0 for IPv4. */
  static int scopeId(Pointer memory, long at) {
    return memory.getShort(at) == SocketCalls.AF_INET6 ? memory.getInt(at + 24) : 0;
  }
}

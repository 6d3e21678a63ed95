package io.recvq.sys;

import com.sun.jna.Pointer;
import io.recvq.net.Endpoint;
import io.recvq.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** struct sockaddr_in and sockaddr_in6 of Linux, written and read by hand. */
final class SocketAddresses {
  static final int V4_BYTES = 16;
  static final int V6_BYTES = 28;

  private SocketAddresses() {}

  /** The address as connect and sendto take it. */
  static byte[] encode(IpAddress address, int scopeId, int port) {
    ByteBuffer out = ByteBuffer.allocate(address.v6() ? V6_BYTES : V4_BYTES);
    encode(out, address, scopeId, port);
    return out.array();
  }

  /** Writes the address to the beginning of a buffer and gives the number of its bytes. */
  static int encode(ByteBuffer out, IpAddress address, int scopeId, int port) {
    int family = address.v6() ? SocketCalls.AF_INET6 : SocketCalls.AF_INET;
    out.order(ByteOrder.nativeOrder()).putShort(0, (short) family);
    out.order(ByteOrder.BIG_ENDIAN).putShort(2, (short) port);
    if (address.v6()) {
      out.putInt(4, 0).putLong(8, address.high()).putLong(16, address.low());
      out.order(ByteOrder.nativeOrder()).putInt(24, scopeId);
      return V6_BYTES;
    }
    out.putInt(4, (int) address.low()).order(ByteOrder.nativeOrder());
    return V4_BYTES;
  }

  /** The address and port that getsockname and accept gave. */
  static Endpoint endpoint(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    boolean v6 = in.getShort(0) == SocketCalls.AF_INET6;
    int from = v6 ? 8 : 4;
    byte[] address = Arrays.copyOfRange(bytes, from, from + (v6 ? 16 : 4));
    int port = in.order(ByteOrder.BIG_ENDIAN).getShort(2) & 0xffff;
    return new Endpoint(IpAddress.of(address), port);
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

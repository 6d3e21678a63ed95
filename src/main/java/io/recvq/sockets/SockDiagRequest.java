package io.recvq.sockets;

import io.recvq.net.Endpoint;
import io.recvq.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Builds sock_diag requests: netlink messages (linux/netlink.h) with the requests of
 * linux/inet_diag.h and linux/unix_diag.h. Numbers are in the machine's order, ports and addresses
 * in network order.
 */
public final class SockDiagRequest {
  public static final int AF_UNIX = 1;
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;

  private static final short SOCK_DIAG_BY_FAMILY = 20;
  private static final short SOCK_DESTROY = 21;
  private static final short NLM_F_REQUEST = 0x1;
  private static final short NLM_F_ACK = 0x4;
  private static final short NLM_F_DUMP = 0x300;

  private static final int HEADER = 16;
  private static final int INET_REQUEST = 56;
  private static final int UNIX_REQUEST = 24;
  private static final short INET_DIAG_REQ_BYTECODE = 1;

  /** Bits of idiag_ext: bit N-1 asks for attribute N. */
  private static final int EXT_INFO = 1 << 2 - 1;

  private static final int EXT_CONG = 1 << 4 - 1;
  private static final int EXT_SKMEMINFO = 1 << 7 - 1;

  /** UDIAG_SHOW_NAME, PEER, RQLEN, UID. */
  private static final int UNIX_SHOW = 0x01 | 0x04 | 0x10 | 0x40;

  private static final int UNIX_SHOW_MEMINFO = 0x20;

  private SockDiagRequest() {}

  /** Asks for all sockets of a protocol and family that the query wants; one dump. */
  public static byte[] inetDump(int family, SocketQuery query, Proto proto, int sequence) {
    byte[] program =
        query.port().isPresent() ? KernelFilter.eitherPort(query.port().getAsInt()) : new byte[0];
    int attribute = program.length == 0 ? 0 : 4 + program.length;
    ByteBuffer request =
        header(INET_REQUEST + attribute, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, sequence);
    inetRequest(request, family, proto, extensions(query), query.stateMask());
    request.position(HEADER + INET_REQUEST);
    if (attribute > 0) {
      request.putShort((short) attribute).putShort(INET_DIAG_REQ_BYTECODE).put(program);
    }
    return bytes(request);
  }

  /** Asks for all Unix sockets in the states of the mask; one dump. */
  public static byte[] unixDump(SocketQuery query, int sequence) {
    ByteBuffer request = header(UNIX_REQUEST, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, sequence);
    request.put((byte) AF_UNIX).put((byte) 0).putShort((short) 0);
    request.putInt(query.stateMask()).putInt(0);
    request.putInt(UNIX_SHOW | (query.memory() ? UNIX_SHOW_MEMINFO : 0));
    request.putInt(-1).putInt(-1);
    return bytes(request);
  }

  /**
   * Asks for both ends of a TCP connection in one datagram: the kernel answers both requests while
   * it handles one system call. The answers come with the sequence numbers 1 (near) and 2 (far).
   */
  public static byte[] bothEnds(Endpoint near, Endpoint far) {
    byte[] first = exact(near, far, 1);
    byte[] second = exact(far, near, 2);
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  /** Asks for one TCP socket with all details by its tuple. */
  static byte[] exact(Endpoint local, Endpoint remote, int sequence) {
    ByteBuffer request = header(INET_REQUEST, SOCK_DIAG_BY_FAMILY, (short) 0, sequence);
    int family = local.address().v6() ? AF_INET6 : AF_INET;
    inetRequest(
        request, family, Proto.TCP, EXT_INFO | EXT_CONG | EXT_SKMEMINFO, SocketState.ALL_MASK);
    tuple(request, local, remote);
    return bytes(noCookie(request));
  }

  /** Asks the kernel to close a connection: both ends get an error. Needs CAP_NET_ADMIN. */
  public static byte[] destroy(InetRow row, int sequence) {
    ByteBuffer request = header(INET_REQUEST, SOCK_DESTROY, NLM_F_ACK, sequence);
    int family = row.local().address().v6() ? AF_INET6 : AF_INET;
    inetRequest(request, family, row.proto(), 0, SocketState.ALL_MASK);
    tuple(request, row.local(), row.remote());
    if (row.cookie() == 0) {
      return bytes(noCookie(request));
    }
    int cookieAt = HEADER + COOKIE;
    request.putInt(cookieAt, (int) row.cookie());
    return bytes(request.putInt(cookieAt + 4, (int) (row.cookie() >>> 32)));
  }

  /** Offsets inside inet_diag_req_v2. */
  private static final int SPORT = 8;

  private static final int DPORT = 10;
  private static final int SRC = 12;
  private static final int DST = 28;
  private static final int COOKIE = 48;

  private static ByteBuffer noCookie(ByteBuffer request) {
    return request.putInt(HEADER + COOKIE, -1).putInt(HEADER + COOKIE + 4, -1);
  }

  private static int extensions(SocketQuery query) {
    return (query.tcpInfo() ? EXT_INFO | EXT_CONG : 0) | (query.memory() ? EXT_SKMEMINFO : 0);
  }

  private static void inetRequest(
      ByteBuffer request, int family, Proto proto, int extensions, int states) {
    request.put(HEADER, (byte) family).put(HEADER + 1, (byte) proto.number());
    request.put(HEADER + 2, (byte) extensions).putInt(HEADER + 4, states);
  }

  private static void tuple(ByteBuffer request, Endpoint local, Endpoint remote) {
    networkPort(request, HEADER + SPORT, local.port());
    networkPort(request, HEADER + DPORT, remote.port());
    networkAddress(request, HEADER + SRC, local.address());
    networkAddress(request, HEADER + DST, remote.address());
  }

  private static void networkPort(ByteBuffer request, int at, int port) {
    request.put(at, (byte) (port >> 8)).put(at + 1, (byte) port);
  }

  private static void networkAddress(ByteBuffer request, int at, IpAddress address) {
    request.put(at, address.toBytes());
  }

  private static byte[] bytes(ByteBuffer message) {
    byte[] bytes = new byte[message.capacity()];
    message.get(0, bytes);
    return bytes;
  }

  private static ByteBuffer header(int payload, short type, short flags, int sequence) {
    ByteBuffer message = ByteBuffer.allocate(HEADER + payload).order(ByteOrder.nativeOrder());
    message.putInt(HEADER + payload).putShort(type);
    return message.putShort((short) (NLM_F_REQUEST | flags)).putInt(sequence).putInt(0);
  }
}

package io.recvq.sys;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.recvq.net.Errno;
import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A non-blocking Linux socket that tells what the JDK's keep to themselves: ICMP errors with type,
 * code and router, and the TTL of what arrives. For use by one thread at a time.
 */
public final class NativeSocket implements AutoCloseable {
  private static final int SOL_IP = 0;
  private static final int SOL_SOCKET = 1;
  private static final int SOL_IPV6 = 41;
  private static final int SO_ERROR = 4;
  private static final int SO_LINGER = 13;
  private static final int IP_TTL = 2;
  private static final int IP_RECVERR = 11;
  private static final int IP_RECVTTL = 12;
  private static final int IPV6_UNICAST_HOPS = 16;
  private static final int IPV6_RECVERR = 25;
  private static final int IPV6_RECVHOPLIMIT = 51;
  private static final int IPV6_HOPLIMIT = 52;

  private static final int NAME_BYTES = 128;
  private static final int CONTROL_BYTES = 512;
  private static final int DATA_BYTES = 65_536;

  /** Layout of struct msghdr, struct iovec and struct cmsghdr where pointers have 8 bytes. */
  private static final int MESSAGE_BYTES = 56;

  private static final int CMSG_HEADER_BYTES = 16;

  /** What kind of socket it is. */
  public enum Kind {
    TCP(SocketCalls.SOCK_STREAM, 0, 0),
    UDP(SocketCalls.SOCK_DGRAM, 0, 0),
    /** ICMP echo for everybody whom net.ipv4.ping_group_range lets (icmp(7)). */
    ICMP_DATAGRAM(SocketCalls.SOCK_DGRAM, 1, 58),
    /** Any ICMP, for those with CAP_NET_RAW (raw(7)). */
    ICMP_RAW(SocketCalls.SOCK_RAW, 1, 58);

    private final int type;
    private final int protocolV4;
    private final int protocolV6;

    Kind(int type, int protocolV4, int protocolV6) {
      this.type = type;
      this.protocolV4 = protocolV4;
      this.protocolV6 = protocolV6;
    }
  }

  private final int fd;
  private final boolean v6;
  private final Buffers buffers;
  private boolean closed;

  /** Memory for recvmsg, shared by all sockets of a thread. */
  public static final class Buffers {
    private final Memory message = new Memory(MESSAGE_BYTES);
    private final Memory vector = new Memory(16);
    private final Memory name = new Memory(NAME_BYTES);
    private final Memory control = new Memory(CONTROL_BYTES);
    private final Memory data = new Memory(DATA_BYTES);

    private void prepare() {
      name.clear();
      control.clear();
      vector.setPointer(0, data);
      vector.setLong(8, DATA_BYTES);
      message.setPointer(0, name);
      message.setInt(8, NAME_BYTES);
      message.setPointer(16, vector);
      message.setLong(24, 1);
      message.setPointer(32, control);
      message.setLong(40, CONTROL_BYTES);
      message.setInt(48, 0);
    }
  }

  private NativeSocket(int fd, boolean v6, Buffers buffers) {
    this.fd = fd;
    this.v6 = v6;
    this.buffers = buffers;
  }

  /** Loads what the native calls need; throws with a remedy when that does not work here. */
  public static Buffers prepare() throws OperationException {
    SocketCalls.require("open a native socket");
    return new Buffers();
  }

  /**
   * Opens a socket. Throws OperationException with EPERM or EACCES without the right to this kind.
   *
   * @param buffers of {@link #prepare}, for this thread
   */
  public static NativeSocket open(Kind kind, boolean v6, Buffers buffers)
      throws OperationException {
    int family = v6 ? SocketCalls.AF_INET6 : SocketCalls.AF_INET;
    int type = kind.type | SocketCalls.SOCK_NONBLOCK | SocketCalls.SOCK_CLOEXEC;
    int fd = SocketCalls.socket(family, type, v6 ? kind.protocolV6 : kind.protocolV4);
    if (fd < 0) {
      throw SocketCalls.failed("open a socket of kind " + kind, SocketCalls.lastErrno(), "");
    }
    NativeSocket socket = new NativeSocket(fd, v6, buffers);
    socket.set(v6 ? SOL_IPV6 : SOL_IP, v6 ? IPV6_RECVERR : IP_RECVERR, 1);
    socket.set(v6 ? SOL_IPV6 : SOL_IP, v6 ? IPV6_RECVHOPLIMIT : IP_RECVTTL, 1);
    return socket;
  }

  private boolean set(int level, int option, int value) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
    return SocketCalls.setsockopt(fd, level, option, bytes, bytes.length) == 0;
  }

  /** Sets the time to live, or hop limit, of what is sent. */
  public void setTtl(int ttl) throws OperationException {
    if (!set(v6 ? SOL_IPV6 : SOL_IP, v6 ? IPV6_UNICAST_HOPS : IP_TTL, ttl)) {
      throw SocketCalls.failed("set the TTL to " + ttl, SocketCalls.lastErrno(), "");
    }
  }

  /** Makes close reset the connection, so that no TIME_WAIT stays behind. */
  public void resetOnClose() {
    byte[] linger =
        ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(1).putInt(0).array();
    SocketCalls.setsockopt(fd, SOL_SOCKET, SO_LINGER, linger, linger.length);
  }

  int fd() {
    return fd;
  }

  /** Connects, or begins to; gives 0 or the errno, EINPROGRESS among them. */
  public int connect(IpAddress address, int scopeId, int port) {
    byte[] to = SocketAddresses.encode(address, scopeId, port);
    return SocketCalls.connect(fd, to, to.length) == 0 ? 0 : SocketCalls.lastErrno();
  }

  /** Sends a datagram to whom it is connected to; gives 0 or the errno. */
  public int send(byte[] bytes) {
    long sent = SocketCalls.sendto(fd, bytes, bytes.length, SocketCalls.MSG_NOSIGNAL, null, 0);
    return sent >= 0 ? 0 : SocketCalls.lastErrno();
  }

  /** The next packet that is there, empty when there is none or an error came instead. */
  public Optional<ReceivedPacket> receive() {
    long count = receive(SocketCalls.MSG_DONTWAIT);
    if (count < 0) {
      return Optional.empty();
    }
    IpAddress from = SocketAddresses.decode(buffers.name, 0);
    return Optional.of(new ReceivedPacket(from, data(count), ttl()));
  }

  private long receive(int flags) {
    buffers.prepare();
    return SocketCalls.recvmsg(fd, buffers.message, flags);
  }

  private ByteBuffer data(long count) {
    return ByteBuffer.wrap(buffers.data.getByteArray(0, (int) Math.min(count, DATA_BYTES)));
  }

  private OptionalInt ttl() {
    Optional<Pointer> hops = v6 ? controlOf(SOL_IPV6, IPV6_HOPLIMIT) : controlOf(SOL_IP, IP_TTL);
    return hops.isPresent() ? OptionalInt.of(hops.get().getInt(0)) : OptionalInt.empty();
  }

  /** The data of the control message of this kind that came with the last recvmsg. */
  private Optional<Pointer> controlOf(int level, int type) {
    long total = Math.min(buffers.message.getLong(40), CONTROL_BYTES);
    long at = 0;
    while (at + CMSG_HEADER_BYTES <= total) {
      long size = buffers.control.getLong(at);
      if (size < CMSG_HEADER_BYTES || at + size > total) {
        return Optional.empty();
      }
      if (buffers.control.getInt(at + 8) == level && buffers.control.getInt(at + 12) == type) {
        return Optional.of(buffers.control.share(at + CMSG_HEADER_BYTES));
      }
      at += (size + 7) & ~7L;
    }
    return Optional.empty();
  }

  /** The next error of the socket's queue; empty when there is none. */
  public Optional<IcmpError> nextError() {
    long count = receive(SocketCalls.MSG_ERRQUEUE | SocketCalls.MSG_DONTWAIT);
    if (count < 0) {
      return Optional.empty();
    }
    Optional<Pointer> found =
        v6 ? controlOf(SOL_IPV6, IPV6_RECVERR) : controlOf(SOL_IP, IP_RECVERR);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Pointer error = found.get();
    IcmpError.Origin origin =
        switch (error.getByte(4)) {
          case 1 -> IcmpError.Origin.LOCAL;
          case 2 -> IcmpError.Origin.ICMP;
          case 3 -> IcmpError.Origin.ICMP6;
          default -> IcmpError.Origin.OTHER;
        };
    IpAddress router = SocketAddresses.decode(error, 16);
    return Optional.of(
        new IcmpError(
            error.getInt(0),
            origin,
            error.getByte(5) & 0xff,
            error.getByte(6) & 0xff,
            router.isAny() ? Optional.empty() : Optional.of(router),
            data(count)));
  }

  /** Takes the pending error off the socket (SO_ERROR); 0 when there is none. */
  public int takeError() {
    byte[] value = new byte[4];
    int[] size = {4};
    if (SocketCalls.getsockopt(fd, SOL_SOCKET, SO_ERROR, value, size) != 0) {
      return SocketCalls.lastErrno();
    }
    return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
  }

  /** What an errno number means, for messages. */
  public static OperationException failure(String attempted, int errno, String nextStep) {
    return SocketCalls.failed(attempted, errno, nextStep);
  }

  /** Whether a connect has only begun. */
  public static boolean inProgress(int errno) {
    return errno == Errno.EINPROGRESS.number();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      SocketCalls.close(fd);
    }
  }
}

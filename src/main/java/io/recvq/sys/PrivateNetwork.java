package io.recvq.sys;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.recvq.net.Errno;
import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A network namespace of the calling thread's own (man 7 network_namespaces), with its loopback up.
 * It has no name: it ends when the last thread and socket in it does, however that comes about.
 */
public final class PrivateNetwork {
  /** struct ifreq: a name of 16 bytes, then a union of 24. */
  private static final int IFREQ_BYTES = 40;

  private static final int IFREQ_NAME_BYTES = 16;

  /** struct rtentry where pointers have 8 bytes. */
  private static final int RTENTRY_BYTES = 120;

  private static final int RTENTRY_DESTINATION = 8;
  private static final int RTENTRY_MASK = 40;
  private static final int RTENTRY_FLAGS = 56;
  private static final int RTENTRY_DEVICE = 88;
  private static final int RTF_UP = 1;

  private PrivateNetwork() {}

  /**
   * Moves the calling thread, and those that it starts from now on, into a new network. The thread
   * should end with its work: nothing brings it back.
   *
   * @throws OperationException with EPERM without CAP_SYS_ADMIN
   */
  public static void enter() throws OperationException {
    SocketCalls.require("make a network namespace");
    if (StreamCalls.unshare(StreamCalls.CLONE_NEWNET) != 0) {
      int errno = Native.getLastError();
      boolean rights = errno == Errno.EPERM.number();
      throw SocketCalls.failed(
          "make a network namespace", errno, rights ? "it needs root, or CAP_SYS_ADMIN" : "");
    }
    ByteBuffer up = request("lo");
    up.putShort(IFREQ_NAME_BYTES, (short) (StreamCalls.IFF_UP | StreamCalls.IFF_RUNNING));
    control(StreamCalls.SIOCSIFFLAGS, up, "bring up lo in a network namespace");
  }

  /**
   * Gives the loopback a second address, and a route for its whole /24, so that packets to it go
   * out of lo whether the address is there or not.
   *
   * @param address IPv4
   */
  public static void addAddress(IpAddress address) throws OperationException {
    ByteBuffer route = ByteBuffer.allocate(RTENTRY_BYTES).order(ByteOrder.nativeOrder());
    route.put(RTENTRY_DESTINATION, SocketAddresses.encode(prefix(address), 0, 0));
    route.put(RTENTRY_MASK, SocketAddresses.encode(IpAddress.parse("255.255.255.0"), 0, 0));
    route.putShort(RTENTRY_FLAGS, (short) RTF_UP);
    byte[] device = {'l', 'o', 0};
    try (Memory name = new Memory(device.length)) {
      name.write(0, device, 0, device.length);
      route.putLong(RTENTRY_DEVICE, Pointer.nativeValue(name));
      control(StreamCalls.SIOCADDRT, route, "add a route to lo");
    }
    setSecond(address, "add " + address + " to lo");
  }

  /** Takes the second address away; packets to it then vanish, in both directions of time. */
  public static void removeAddress() throws OperationException {
    setSecond(IpAddress.ANY_V4, "take an address from lo");
  }

  /**
   * Changes a setting of the calling thread's network.
   *
   * @param name below net.ipv4, as {@code net.ipv4.tcp_tw_reuse}; those are each network's own
   */
  public static void set(String name, String value) throws OperationException {
    Path file = Path.of("/proc/sys", name.replace('.', '/'));
    try {
      Files.writeString(file, value);
    } catch (IOException e) {
      throw OperationException.of("set " + name + " to '" + value + "'", e, "");
    }
  }

  private static void setSecond(IpAddress address, String attempted) throws OperationException {
    ByteBuffer alias = request("lo:1");
    alias.put(IFREQ_NAME_BYTES, SocketAddresses.encode(address, 0, 0));
    control(StreamCalls.SIOCSIFADDR, alias, attempted);
  }

  private static IpAddress prefix(IpAddress address) {
    return IpAddress.of(ByteBuffer.allocate(4).putInt((int) address.low() & 0xffffff00).array());
  }

  private static ByteBuffer request(String name) {
    return ByteBuffer.allocate(IFREQ_BYTES)
        .order(ByteOrder.nativeOrder())
        .put(0, name.getBytes(StandardCharsets.US_ASCII));
  }

  private static void control(int request, ByteBuffer argument, String attempted)
      throws OperationException {
    byte[] bytes = new byte[argument.capacity()];
    argument.get(0, bytes);
    int fd =
        SocketCalls.socket(
            SocketCalls.AF_INET, SocketCalls.SOCK_DGRAM | SocketCalls.SOCK_CLOEXEC, 0);
    if (fd < 0) {
      throw SocketCalls.failed(attempted, Native.getLastError(), "");
    }
    try {
      if (StreamCalls.ioctl(fd, request, bytes) != 0) {
        throw SocketCalls.failed(attempted, Native.getLastError(), "");
      }
    } finally {
      SocketCalls.close(fd);
    }
  }
}

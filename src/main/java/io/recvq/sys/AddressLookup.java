package io.recvq.sys;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The C library's name look-up, getaddrinfo(3) and getnameinfo(3): unlike the JDK's it tells the
 * canonical name, keeps the order of RFC 6724 in which connect would try, and says whether a name
 * is unknown or its server silent. Calls block for as long as the name service takes.
 */
public final class AddressLookup {
  private static final int AI_CANONNAME = 2;
  private static final int NI_NAMEREQD = 8;
  private static final int EAI_NONAME = -2;
  private static final int EAI_AGAIN = -3;
  private static final int EAI_NODATA = -5;
  private static final int EAI_ADDRFAMILY = -9;
  private static final int EAI_SYSTEM = -11;

  /** Offsets in struct addrinfo where pointers have 8 bytes. */
  private static final int HINTS_BYTES = 48;

  private static final int AT_FAMILY = 4;
  private static final int AT_SOCKTYPE = 8;
  private static final int AT_ADDRESS = 24;
  private static final int AT_CANONICAL_NAME = 32;
  private static final int AT_NEXT = 40;

  private AddressLookup() {}

  /**
   * One address of a name.
   *
   * @param scopeId the interface's index of a link-local IPv6 address, else 0
   */
  public record Address(IpAddress address, int scopeId) {}

  /**
   * What a name stands for.
   *
   * @param addresses in the order that connect would try
   */
  public record Answer(List<Address> addresses, Optional<String> canonicalName) {}

  /** Which addresses are asked for. */
  public enum Family {
    ANY(SocketCalls.AF_UNSPEC),
    V4(SocketCalls.AF_INET),
    V6(SocketCalls.AF_INET6);

    private final int number;

    Family(int number) {
      this.number = number;
    }
  }

  /** Loads what a look-up needs, so that the time of the first one is the name service's alone. */
  public static void prepare() throws OperationException {
    SocketCalls.require("look up names");
  }

  /** Looks a name or literal up; throws when it is unknown or the name service fails. */
  public static Answer lookup(String name, Family family) throws OperationException {
    String attempted = "look up " + name;
    SocketCalls.require(attempted);
    Memory hints = new Memory(HINTS_BYTES);
    hints.clear();
    hints.setInt(0, AI_CANONNAME);
    hints.setInt(AT_FAMILY, family.number);
    hints.setInt(AT_SOCKTYPE, SocketCalls.SOCK_STREAM);
    Memory result = new Memory(Long.BYTES);
    int code = SocketCalls.getaddrinfo(name, null, hints, result);
    if (code != 0) {
      throw failure(attempted, code, family);
    }
    Pointer first = result.getPointer(0);
    try {
      return answer(first);
    } finally {
      SocketCalls.freeaddrinfo(first);
    }
  }

  private static Answer answer(Pointer first) {
    List<Address> addresses = new ArrayList<>();
    Pointer name = first.getPointer(AT_CANONICAL_NAME);
    for (Pointer entry = first; entry != null; entry = entry.getPointer(AT_NEXT)) {
      Pointer address = entry.getPointer(AT_ADDRESS);
      addresses.add(
          new Address(SocketAddresses.decode(address, 0), SocketAddresses.scopeId(address, 0)));
    }
    return new Answer(
        List.copyOf(addresses),
        name == null ? Optional.empty() : Optional.of(name.getString(0, "UTF-8")));
  }

  private static OperationException failure(String attempted, int code, Family family) {
    if (code == EAI_SYSTEM) {
      return SocketCalls.failed(attempted, SocketCalls.lastErrno(), "");
    }
    boolean otherFamily = code == EAI_NODATA || code == EAI_ADDRFAMILY;
    if (otherFamily && family != Family.ANY) {
      return OperationException.of(
          attempted,
          SocketCalls.gai_strerror(code),
          "leave out -" + (family == Family.V4 ? 4 : 6) + " to see those of the other family");
    }
    String next =
        switch (code) {
          case EAI_NONAME, EAI_NODATA -> "check the spelling, /etc/hosts and the search list";
          case EAI_AGAIN -> "no name server answered; see the nameserver lines of /etc/resolv.conf";
          default -> "";
        };
    return OperationException.of(attempted, SocketCalls.gai_strerror(code), next);
  }

  /** The name of an address, empty where it has none. Throws when the name service fails. */
  public static Optional<String> reverse(IpAddress address) throws OperationException {
    String attempted = "look up the name of " + address;
    SocketCalls.require(attempted);
    byte[] socketAddress = SocketAddresses.encode(address, 0, 0);
    byte[] host = new byte[1025];
    int code =
        SocketCalls.getnameinfo(
            socketAddress, socketAddress.length, host, host.length, null, 0, NI_NAMEREQD);
    if (code == EAI_NONAME) {
      return Optional.empty();
    }
    if (code != 0) {
      throw failure(attempted, code, Family.ANY);
    }
    return Optional.of(Native.toString(host, StandardCharsets.UTF_8.name()));
  }
}

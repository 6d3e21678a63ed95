package io.recvq.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as a value of two longs, cheap to build from packet bytes and to compare.
 *
 * @param v6 whether this is an IPv6 address
 * @param high the upper 64 bits of an IPv6 address; 0 for IPv4
 * @param low the lower 64 bits of an IPv6 address; the 32 bits of an IPv4 address
 */
public record IpAddress(boolean v6, long high, long low) implements Comparable<IpAddress> {
  public static final IpAddress ANY_V4 = ofV4(0);
  public static final IpAddress LOOPBACK_V4 = ofV4(0x7f000001);
  public static final IpAddress LOOPBACK_V6 = new IpAddress(true, 0, 1);

  private static final long MAPPED_PREFIX = 0xffffL << 32;

  public IpAddress {
    if (!v6 && (high != 0 || low >>> 32 != 0)) {
      throw new IllegalArgumentException("an IPv4 address has 32 bits");
    }
  }

  // A record's own equals and hashCode are linked when first called, which takes longer than the
  // rest of what a short command does with addresses.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress that && that.v6 == v6 && that.high == high && that.low == low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high * 31 + low) * 2 + (v6 ? 1 : 0);
  }

  /** The IPv4 address with these 32 bits, the first octet in the highest byte. */
  public static IpAddress ofV4(int bits) {
    return new IpAddress(false, 0, Integer.toUnsignedLong(bits));
  }

  /**
   * The address in 4 or 16 bytes, network order; throws IllegalArgumentException on any other size.
   */
  public static IpAddress of(byte[] bytes) {
    return switch (bytes.length) {
      case 4 -> new IpAddress(false, 0, bigEndian(bytes, 0, 4));
      case 16 -> new IpAddress(true, bigEndian(bytes, 0, 8), bigEndian(bytes, 8, 8));
      default ->
          throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
    };
  }

  /** The value of a JDK address; an IPv6 scope id is dropped. */
  public static IpAddress of(InetAddress address) {
    return of(address.getAddress());
  }

  /**
   * Reads a literal such as {@code 127.0.0.1}, {@code ::1} or {@code ::ffff:10.0.0.1}; never asks a
   * name server. Throws IllegalArgumentException when the text is no literal.
   */
  public static IpAddress parse(String text) {
    return text.indexOf(':') >= 0 ? parseV6(text) : ofV4(parseV4(text));
  }

  /** Whether the text is an address literal that {@link #parse} takes. */
  public static boolean isLiteral(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int parseV4(String text) {
    int bits = 0;
    int octets = 0;
    int value = -1;
    int digits = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        if (value < 0 || octets == 4) {
          throw notAnAddress(text);
        }
        bits = bits << 8 | value;
        octets++;
        value = -1;
        digits = 0;
      } else if (c >= '0' && c <= '9' && digits < 3) {
        value = Math.max(value, 0) * 10 + c - '0';
        digits++;
        if (value > 255) {
          throw notAnAddress(text);
        }
      } else {
        throw notAnAddress(text);
      }
    }
    if (octets != 4) {
      throw notAnAddress(text);
    }
    return bits;
  }

  private static IpAddress parseV6(String text) {
    int[] groups = new int[8];
    int count = 0;
    int gap = -1;
    int at = 0;
    if (text.startsWith("::")) {
      gap = 0;
      at = 2;
    }
    while (at < text.length()) {
      int end = text.indexOf(':', at);
      int stop = end < 0 ? text.length() : end;
      String group = text.substring(at, stop);
      if (group.indexOf('.') >= 0) {
        if (end >= 0 || count > 6) {
          throw notAnAddress(text);
        }
        int v4 = parseV4(group);
        groups[count++] = v4 >>> 16;
        groups[count++] = v4 & 0xffff;
        at = stop;
        break;
      }
      if (group.isEmpty() || group.length() > 4 || count == 8) {
        throw notAnAddress(text);
      }
      groups[count++] = parseHex(group, text);
      at = stop;
      if (end >= 0) {
        at = end + 1;
        if (at < text.length() && text.charAt(at) == ':') {
          if (gap >= 0) {
            throw notAnAddress(text);
          }
          gap = count;
          at++;
        } else if (at == text.length()) {
          throw notAnAddress(text);
        }
      }
    }
    if (gap < 0 ? count != 8 : count == 8) {
      throw notAnAddress(text);
    }
    if (gap >= 0) {
      int tail = count - gap;
      System.arraycopy(groups, gap, groups, 8 - tail, tail);
      java.util.Arrays.fill(groups, gap, 8 - tail, 0);
    }
    return new IpAddress(true, fourGroups(groups, 0), fourGroups(groups, 4));
  }

  private static int parseHex(String group, String whole) {
    int value = 0;
    for (int i = 0; i < group.length(); i++) {
      int digit = Character.digit(group.charAt(i), 16);
      if (digit < 0 || group.charAt(i) > 'f') {
        throw notAnAddress(whole);
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static long fourGroups(int[] groups, int from) {
    long bits = 0;
    for (int i = from; i < from + 4; i++) {
      bits = bits << 16 | groups[i];
    }
    return bits;
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException("'" + text + "' is no IPv4 or IPv6 address");
  }

  private static long bigEndian(byte[] bytes, int from, int count) {
    long bits = 0;
    for (int i = from; i < from + count; i++) {
      bits = bits << 8 | (bytes[i] & 0xff);
    }
    return bits;
  }

  /** 4 or 16 bytes in network order. */
  public byte[] toBytes() {
    byte[] bytes = new byte[v6 ? 16 : 4];
    for (int i = 0; i < bytes.length; i++) {
      int fromEnd = bytes.length - 1 - i;
      bytes[i] = (byte) (fromEnd < 8 ? low >>> (8 * fromEnd) : high >>> (8 * (fromEnd - 8)));
    }
    return bytes;
  }

  /** The same address for the JDK's socket classes; no name is looked up. */
  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(toBytes());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether packets to it stay on this host: 127.0.0.0/8, ::1, or a mapped 127.0.0.0/8. */
  public boolean isLoopback() {
    IpAddress plain = unmapped();
    return plain.v6 ? plain.high == 0 && plain.low == 1 : plain.low >>> 24 == 127;
  }

  /** Whether it is 0.0.0.0 or ::, meaning every local address when bound. */
  public boolean isAny() {
    return high == 0 && low == 0;
  }

  /** Whether it is an IPv4-mapped IPv6 address (::ffff:0:0/96, RFC 4291 section 2.5.5.2). */
  public boolean isV4Mapped() {
    return v6 && high == 0 && (low & 0xffffffff00000000L) == MAPPED_PREFIX;
  }

  /** The IPv4 address inside a mapped address, or the address itself. */
  public IpAddress unmapped() {
    return isV4Mapped() ? new IpAddress(false, 0, low & 0xffffffffL) : this;
  }

  /**
   * Whether the first {@code prefixBits} bits equal those of {@code network}, which has the same
   * family.
   */
  public boolean isWithin(IpAddress network, int prefixBits) {
    if (v6 != network.v6) {
      return false;
    }
    int width = v6 ? 128 : 32;
    int host = width - prefixBits;
    if (host < 0 || prefixBits < 0) {
      throw new IllegalArgumentException("a prefix of " + prefixBits + " bits");
    }
    if (host >= 64) {
      return host == 128 || high >>> (host - 64) == network.high >>> (host - 64);
    }
    return high == network.high && low >>> host == network.low >>> host;
  }

  @Override
  public int compareTo(IpAddress other) {
    if (v6 != other.v6) {
      return v6 ? 1 : -1;
    }
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** Dotted decimal, or the form of RFC 5952; a mapped address shows its IPv4 part in dots. */
  @Override
  public String toString() {
    if (!v6) {
      return dotted((int) low);
    }
    if (isV4Mapped()) {
      return "::ffff:" + dotted((int) low);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (int) ((i < 4 ? high >>> (48 - 16 * i) : low >>> (112 - 16 * i)) & 0xffff);
    }
    int zerosFrom = -1;
    int zerosCount = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > zerosCount) {
        zerosFrom = i;
        zerosCount = end - i;
      }
      i = Math.max(i, end - 1);
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == zerosFrom) {
        text.append("::");
        i += zerosCount - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  private static String dotted(int bits) {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 0xff)
        + "."
        + (bits >>> 8 & 0xff)
        + "."
        + (bits & 0xff);
  }
}

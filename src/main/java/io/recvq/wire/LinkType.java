package io.recvq.wire;

/**
 * The link-layer types that are decoded, by their numbers in capture files
 * (https://www.tcpdump.org/linktypes.html).
 */
public final class LinkType {
  /** BSD loopback: the address family in the byte order of the capturing host. */
  public static final int NULL = 0;

  public static final int ETHERNET = 1;

  /** Raw IP as libpcap's DLT_RAW is numbered on most systems; written by some programs. */
  public static final int RAW_DLT = 12;

  /** Raw IP as DLT_RAW is numbered on OpenBSD. */
  public static final int RAW_OPENBSD = 14;

  /** Raw IP, version 4 or 6 by its first four bits. */
  public static final int RAW = 101;

  /** OpenBSD loopback: the address family in network byte order. */
  public static final int LOOP = 108;

  /** Linux cooked capture, version 1. */
  public static final int LINUX_SLL = 113;

  public static final int IPV4 = 228;
  public static final int IPV6 = 229;

  /** Linux cooked capture, version 2. */
  public static final int LINUX_SLL2 = 276;

  private LinkType() {}
}

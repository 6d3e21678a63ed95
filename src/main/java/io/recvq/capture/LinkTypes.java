package io.recvq.capture;

import io.recvq.wire.LinkType;

/** Numbers of libpcap's link types (DLT) and of those in files (LINKTYPE), where they differ. */
final class LinkTypes {
  private static final int DLT_RAW_LINUX = 12;

  private LinkTypes() {}

  /** The number that a file has for what libpcap calls this. */
  static int ofDlt(int dlt) {
    return dlt == DLT_RAW_LINUX ? LinkType.RAW : dlt;
  }

  /** What libpcap calls the link type that has this number in files. */
  static int toDlt(int linkType) {
    return switch (linkType) {
      case LinkType.RAW, LinkType.IPV4, LinkType.IPV6, LinkType.RAW_OPENBSD -> DLT_RAW_LINUX;
      default -> linkType;
    };
  }

  /** Whether this names the interface whose packets the kernel shows going out and coming in. */
  static boolean isLoopback(String device) {
    return device.equals("lo");
  }
}

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

  /** Whether this names the interface whose packets the kernel shows going out and coming in. */
  static boolean isLoopback(String device) {
    return device.equals("lo");
  }
}

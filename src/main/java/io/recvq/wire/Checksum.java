package io.recvq.wire;

/** What the checksums of a segment are worth: that of TCP and, in IPv4, that of the IP header. */
public enum Checksum {
  /** Nobody asked, or the capture did not keep the whole segment. */
  UNVERIFIED,
  RIGHT,
  /**
   * The sum of the pseudo-header alone, which a host writes that leaves the rest to its network
   * device; also what a receiving host writes that joined several segments to one.
   */
  OFFLOADED,
  WRONG
}

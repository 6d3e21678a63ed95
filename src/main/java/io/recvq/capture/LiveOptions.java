package io.recvq.capture;

/**
 * How to capture live.
 *
 * @param device name of an interface, or {@link #ANY}
 * @param filter in the language of pcap-filter(7); empty takes everything
 * @param snapBytes how many bytes of a packet are kept
 * @param ringBytes size of the kernel's buffer; what does not fit is dropped and counted
 * @param promiscuous whether frames for other machines are taken as well
 */
public record LiveOptions(
    String device, String filter, int snapBytes, int ringBytes, boolean promiscuous) {
  /** All interfaces at once (Linux). */
  public static final String ANY = "any";

  /** libpcap's own maximum; no packet is cut. */
  public static final int WHOLE_PACKETS = 262_144;

  /** The size of the kernel's buffer where none is asked for. */
  public static final int DEFAULT_RING_BYTES = 8 << 20;

  /** Whole packets that match the filter, through a buffer of 8 MiB. */
  public static LiveOptions of(String device, String filter) {
    return new LiveOptions(device, filter, WHOLE_PACKETS, DEFAULT_RING_BYTES, false);
  }
}

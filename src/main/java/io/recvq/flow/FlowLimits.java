package io.recvq.flow;

/**
 * How much the tracker may hold.
 *
 * @param streamBytes most memory for the bytes of one direction that wait for earlier ones
 * @param totalBytes the same for all streams together
 * @param streams most connections remembered at a time; the one that was idle longest is forgotten
 */
public record FlowLimits(long streamBytes, long totalBytes, int streams) {
  public static final FlowLimits DEFAULT = new FlowLimits(8L << 20, 64L << 20, 1 << 17);

  public FlowLimits {
    if (streamBytes < 1 || totalBytes < 1 || streams < 1) {
      throw new IllegalArgumentException("limits are 1 or more");
    }
  }
}

package io.recvq.sockets;

/**
 * The fields of struct tcp_info (linux/tcp.h) with their place. The struct only ever grows at its
 * end, so an older kernel gives a shorter one and the later fields are absent.
 */
public enum TcpField {
  STATE("state", 0, 1),
  CA_STATE("caState", 1, 1),
  RETRANSMITS("retransmits", 2, 1),
  PROBES("probes", 3, 1),
  BACKOFF("backoff", 4, 1),
  OPTIONS("options", 5, 1),
  WINDOW_SCALES("windowScales", 6, 1),
  FLAGS("flags", 7, 1),
  RTO("rtoUs", 8, 4),
  ATO("atoUs", 12, 4),
  SND_MSS("mss", 16, 4),
  RCV_MSS("rcvMss", 20, 4),
  UNACKED("unackedSegments", 24, 4),
  SACKED("sackedSegments", 28, 4),
  LOST("lostSegments", 32, 4),
  RETRANS("retransSegments", 36, 4),
  LAST_DATA_SENT("lastDataSentMs", 44, 4),
  LAST_DATA_RECV("lastDataReceivedMs", 52, 4),
  LAST_ACK_RECV("lastAckReceivedMs", 56, 4),
  PMTU("pmtu", 60, 4),
  RCV_SSTHRESH("rcvSsthresh", 64, 4),
  RTT("rttUs", 68, 4),
  RTTVAR("rttVarUs", 72, 4),
  SND_SSTHRESH("ssthresh", 76, 4),
  SND_CWND("cwnd", 80, 4),
  ADVMSS("advMss", 84, 4),
  REORDERING("reordering", 88, 4),
  RCV_RTT("rcvRttUs", 92, 4),
  RCV_SPACE("rcvSpace", 96, 4),
  TOTAL_RETRANS("totalRetrans", 100, 4),
  PACING_RATE("pacingRateBytesPerSecond", 104, 8),
  MAX_PACING_RATE("maxPacingRateBytesPerSecond", 112, 8),
  BYTES_ACKED("bytesAcked", 120, 8),
  BYTES_RECEIVED("bytesReceived", 128, 8),
  SEGS_OUT("segmentsSent", 136, 4),
  SEGS_IN("segmentsReceived", 140, 4),
  NOTSENT("notSentBytes", 144, 4),
  MIN_RTT("minRttUs", 148, 4),
  DATA_SEGS_IN("dataSegmentsReceived", 152, 4),
  DATA_SEGS_OUT("dataSegmentsSent", 156, 4),
  DELIVERY_RATE("deliveryRateBytesPerSecond", 160, 8),
  BUSY("busyUs", 168, 8),
  RWND_LIMITED("rwndLimitedUs", 176, 8),
  SNDBUF_LIMITED("sndbufLimitedUs", 184, 8),
  DELIVERED("delivered", 192, 4),
  DELIVERED_CE("deliveredCe", 196, 4),
  BYTES_SENT("bytesSent", 200, 8),
  BYTES_RETRANS("bytesRetransmitted", 208, 8),
  DSACK_DUPS("dsackDups", 216, 4),
  REORD_SEEN("reorderingSeen", 220, 4),
  RCV_OOO("outOfOrderReceived", 224, 4),
  SND_WND("sendWindow", 228, 4),
  RCV_WND("receiveWindow", 232, 4),
  REHASH("rehash", 236, 4),
  TOTAL_RTO("rtoCount", 240, 2),
  TOTAL_RTO_RECOVERIES("rtoRecoveries", 242, 2),
  TOTAL_RTO_TIME("rtoMs", 244, 4);

  private final String word;
  private final int offset;
  private final int size;

  TcpField(String word, int offset, int size) {
    this.word = word;
    this.offset = offset;
    this.size = size;
  }

  /** The name in JSON, with its unit where the number has one. */
  public String word() {
    return word;
  }

  int offset() {
    return offset;
  }

  int size() {
    return size;
  }

  int end() {
    return offset + size;
  }
}

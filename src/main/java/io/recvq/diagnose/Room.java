package io.recvq.diagnose;

import io.recvq.sockets.InetRow;
import io.recvq.sockets.TcpField;

/**
 * What a sending end had room for at one reading. What a process writes passes three limits: its
 * own send buffer, the congestion window (RFC 5681) and the peer's window (RFC 9293 section 3.8.6).
 */
final class Room {
  /** A round trip of so many times the shortest one is spent in a queue on the path. */
  static final double QUEUEING = 2;

  /** Less than this is the jitter of busy machines and no queue. */
  private static final long JITTER_MICROS = 2_000;

  private Room() {}

  /**
   * Whether all that is in the send buffer fits into both windows, so that neither the network nor
   * the receiver holds it back, only pacing and Nagle's algorithm for a moment.
   */
  static boolean fitsTheWindows(InetRow row) {
    return row.sendQ() <= Math.min(congestionWindow(row), peersWindow(row));
  }

  private static long congestionWindow(InetRow row) {
    return OneWay.value(row, TcpField.SND_CWND) * OneWay.value(row, TcpField.SND_MSS);
  }

  /** Older kernels do not tell the peer's window. */
  private static long peersWindow(InetRow row) {
    return row.tcp().map(tcp -> tcp.sendWindowBytes().orElse(Long.MAX_VALUE)).orElse(0L);
  }

  /** Whether the peer's window is known, and open for all that is in the send buffer. */
  static boolean fitsThePeersWindow(InetRow row) {
    long window = row.tcp().map(tcp -> tcp.sendWindowBytes().orElse(0)).orElse(0L);
    return window > 0 && row.sendQ() <= window;
  }

  /** Whether data waits because the congestion window, the smaller one, is full. */
  static boolean congestionWindowHolds(InetRow row) {
    return waits(row)
        && row.sendQ() > congestionWindow(row)
        && congestionWindow(row) <= peersWindow(row);
  }

  /**
   * Whether data waits because the peer's window, the smaller one, is full. With a queue on the
   * path a larger one would only lengthen that.
   */
  static boolean peersWindowHolds(InetRow row) {
    return waits(row)
        && row.sendQ() > peersWindow(row)
        && peersWindow(row) < congestionWindow(row)
        && !row.local().address().isLoopback()
        && !queuesOnThePath(row);
  }

  private static boolean waits(InetRow row) {
    return OneWay.value(row, TcpField.NOTSENT) > 0;
  }

  /** Whether the send buffer takes no more: what fills it is the data with its overhead. */
  static boolean bufferIsFull(InetRow row) {
    return row.sendQ() > 0 && row.memory().filter(m -> m.sendQueued() >= m.sendLimit()).isPresent();
  }

  /**
   * Whether a process that waits for the buffer to drain would still wait: it is woken when a third
   * of what lies in it is gone (sk_stream_min_wspace in net/sock.h).
   */
  static boolean bufferIsDraining(InetRow row) {
    return row.sendQ() > 0
        && row.memory().filter(m -> m.sendQueued() * 3 >= m.sendLimit() * 2).isPresent();
  }

  /** Whether packets wait on the path, which loopback does not have. */
  static boolean queuesOnThePath(InetRow row) {
    long least = Math.max(1, OneWay.value(row, TcpField.MIN_RTT));
    long now = OneWay.value(row, TcpField.RTT);
    return now >= QUEUEING * least
        && now - least >= JITTER_MICROS
        && !row.local().address().isLoopback();
  }
}

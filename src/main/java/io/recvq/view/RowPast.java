package io.recvq.view;

import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.TcpField;
import java.util.Arrays;

/** What is remembered of a socket: its queues over time, and its rates since the last reading. */
public final class RowPast {
  private static final int HISTORY = 64;

  private double[] queues = new double[0];
  private long atNanos;
  private long received = -1;
  private long acked = -1;
  private double in = -1;
  private double out = -1;

  /** Takes the row of one more reading. */
  public void queue(SocketRow row) {
    double[] longer =
        queues.length < HISTORY
            ? Arrays.copyOf(queues, queues.length + 1)
            : Arrays.copyOfRange(queues, 1, HISTORY + 1);
    longer[longer.length - 1] = Math.max(0, row.recvQ()) + Math.max(0, row.sendQ());
    queues = longer;
  }

  /** Takes TCP's counters of a moment, where the row has them. */
  public void counters(long nowNanos, InetRow row) {
    if (row.tcp().isEmpty()) {
      return;
    }
    long receivedNow = row.tcp().get().orZero(TcpField.BYTES_RECEIVED);
    long ackedNow = row.tcp().get().orZero(TcpField.BYTES_ACKED);
    if (received >= 0 && nowNanos > atNanos) {
      double seconds = (nowNanos - atNanos) / 1e9;
      in = Math.max(0, receivedNow - received) / seconds;
      out = Math.max(0, ackedNow - acked) / seconds;
    }
    atNanos = nowNanos;
    received = receivedNow;
    acked = ackedNow;
  }

  /** Sums of both queues, the latest last. */
  public double[] queues() {
    return queues;
  }

  /** Bytes received a second; negative where it is not known. */
  public double in() {
    return in;
  }

  /** Bytes acknowledged by the peer a second; negative where it is not known. */
  public double out() {
    return out;
  }
}

package io.recvq.sockets;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;

/** What TCP itself knows of a connection: struct tcp_info as the kernel gave it. */
public final class TcpInfo {
  /** Larger than the struct of any kernel so far (280 bytes in 6.18). */
  private static final int MAX_BYTES = 512;

  /** TCP_INFINITE_SSTHRESH of include/net/tcp.h. */
  private static final long INFINITE_SSTHRESH = 0x7fffffff;

  private final byte[] bytes;
  private final ByteOrder order;

  private TcpInfo(byte[] bytes, ByteOrder order) {
    this.bytes = bytes;
    this.order = order;
  }

  /** Copies the struct from a message; only the known beginning of a longer one is kept. */
  public static TcpInfo of(ByteBuffer message, int offset, int length) {
    byte[] copy = new byte[Math.min(Math.max(length, 0), MAX_BYTES)];
    message.get(offset, copy);
    return new TcpInfo(copy, message.order());
  }

  /** A struct with these values and zeros elsewhere, as for a recorded situation. */
  public static TcpInfo of(Map<TcpField, Long> values) {
    ByteBuffer buffer = ByteBuffer.allocate(280).order(ByteOrder.nativeOrder());
    values.forEach(
        (field, value) -> {
          switch (field.size()) {
            case 1 -> buffer.put(field.offset(), value.byteValue());
            case 2 -> buffer.putShort(field.offset(), value.shortValue());
            case 4 -> buffer.putInt(field.offset(), value.intValue());
            default -> buffer.putLong(field.offset(), value);
          }
        });
    return new TcpInfo(buffer.array(), buffer.order());
  }

  /** The field's value; empty where the kernel is too old to give it or it means "no limit". */
  public OptionalLong get(TcpField field) {
    if (field.end() > bytes.length) {
      return OptionalLong.empty();
    }
    long value = read(field);
    boolean unlimited =
        field == TcpField.MAX_PACING_RATE && value == -1
            || field == TcpField.SND_SSTHRESH && value >= INFINITE_SSTHRESH;
    return unlimited ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** The field's value, 0 where the kernel is too old to give it: for comparisons only. */
  public long orZero(TcpField field) {
    return field.end() <= bytes.length ? read(field) : 0;
  }

  private long read(TcpField field) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    return switch (field.size()) {
      case 1 -> Byte.toUnsignedLong(bytes[field.offset()]);
      case 2 -> Short.toUnsignedLong(buffer.getShort(field.offset()));
      case 4 -> Integer.toUnsignedLong(buffer.getInt(field.offset()));
      default -> buffer.getLong(field.offset());
    };
  }

  /** Smoothed round-trip time in microseconds. */
  public long rttMicros() {
    return orZero(TcpField.RTT);
  }

  /** Congestion window in segments. */
  public long congestionWindow() {
    return orZero(TcpField.SND_CWND);
  }

  /** Bytes written by the process and not handed to the network yet. */
  public long notSentBytes() {
    return orZero(TcpField.NOTSENT);
  }

  /** The window that the peer advertised last, in bytes; empty before kernel 5.4. */
  public OptionalLong sendWindowBytes() {
    return get(TcpField.SND_WND);
  }

  /** Time in microseconds with data outstanding. */
  public long busyMicros() {
    return orZero(TcpField.BUSY);
  }

  /** Time in microseconds of {@link #busyMicros} in which the peer's window was the limit. */
  public long rwndLimitedMicros() {
    return orZero(TcpField.RWND_LIMITED);
  }

  /** Time in microseconds of {@link #busyMicros} in which the send buffer was the limit. */
  public long sndbufLimitedMicros() {
    return orZero(TcpField.SNDBUF_LIMITED);
  }

  /** Segments sent again since the connection began. */
  public long totalRetransmissions() {
    return orZero(TcpField.TOTAL_RETRANS);
  }

  /** Whether the delivery rate was limited by the process and not by the network. */
  public boolean deliveryRateAppLimited() {
    return (orZero(TcpField.FLAGS) & 1) != 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TcpInfo info && Arrays.equals(bytes, info.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("TcpInfo[");
    for (TcpField field : TcpField.values()) {
      long value = orZero(field);
      if (value != 0) {
        text.append(field.word()).append('=').append(value).append(' ');
      }
    }
    return text.toString().strip() + "]";
  }
}

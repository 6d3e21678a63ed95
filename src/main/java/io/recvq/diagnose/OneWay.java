package io.recvq.diagnose;

import io.recvq.net.Endpoint;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One direction of a connection over the time it was watched: the rows of the end that sends and of
 * the end that receives, as far as they are on this machine. All differences are between the first
 * and the last row of an end.
 */
public final class OneWay {
  private final List<InetRow> sender;
  private final List<InetRow> receiver;
  private final long nanos;

  private OneWay(List<InetRow> sender, List<InetRow> receiver, long nanos) {
    this.sender = sender;
    this.receiver = receiver;
    this.nanos = nanos;
  }

  /** The direction from the near end to the far end. */
  public static OneWay nearToFar(List<ConnectionSample> samples) {
    return of(samples, true);
  }

  /** The direction from the far end to the near end. */
  public static OneWay farToNear(List<ConnectionSample> samples) {
    return of(samples, false);
  }

  private static OneWay of(List<ConnectionSample> samples, boolean nearSends) {
    List<InetRow> sender = new ArrayList<>(samples.size());
    List<InetRow> receiver = new ArrayList<>(samples.size());
    for (ConnectionSample sample : samples) {
      (nearSends ? sample.near() : sample.far()).ifPresent(sender::add);
      (nearSends ? sample.far() : sample.near()).ifPresent(receiver::add);
    }
    long nanos =
        samples.isEmpty()
            ? 0
            : samples.get(samples.size() - 1).atNanos() - samples.get(0).atNanos();
    return new OneWay(sender, receiver, nanos);
  }

  /** How long was watched. */
  public long nanos() {
    return nanos;
  }

  long micros() {
    return nanos / 1000;
  }

  /** The sending end at last; empty when it is elsewhere. */
  public Optional<InetRow> sender() {
    return last(sender);
  }

  /** The receiving end at last; empty when it is elsewhere. */
  public Optional<InetRow> receiver() {
    return last(receiver);
  }

  /** Where the data goes. */
  Optional<Endpoint> target() {
    return receiver().map(InetRow::local).or(() -> sender().map(InetRow::remote));
  }

  private static Optional<InetRow> last(List<InetRow> rows) {
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
  }

  /** How much the sending end's number grew; 0 where it is not known. */
  long growth(TcpField field) {
    return growth(sender, field);
  }

  /** How much the receiving end's number grew; 0 where it is not known. */
  long receiverGrowth(TcpField field) {
    return growth(receiver, field);
  }

  private static long growth(List<InetRow> rows, TcpField field) {
    return rows.size() < 2
        ? 0
        : Math.max(0, value(rows.get(rows.size() - 1), field) - value(rows.get(0), field));
  }

  static long value(InetRow row, TcpField field) {
    return row.tcp().map(tcp -> tcp.orZero(field)).orElse(0L);
  }

  /** The sending end's number at last; 0 where it is not known. */
  long now(TcpField field) {
    return sender().map(row -> value(row, field)).orElse(0L);
  }

  /** Bytes that arrived at the peer: acknowledged ones, else those the receiver counted. */
  long movedBytes() {
    return Math.max(growth(TcpField.BYTES_ACKED), receiverGrowth(TcpField.BYTES_RECEIVED));
  }

  /**
   * Bytes that the receiving process read: what arrived less what the queue grew by. Meaningful
   * only where {@link #receiverIsKnown}.
   */
  long readBytes() {
    long queued = receiver.get(receiver.size() - 1).recvQ() - receiver.get(0).recvQ();
    return receiverGrowth(TcpField.BYTES_RECEIVED) - queued;
  }

  /** Whether the receiving end was seen at least twice, with its numbers. */
  boolean receiverIsKnown() {
    return receiver.size() >= 2 && receiver.stream().allMatch(row -> row.tcp().isPresent());
  }

  /** Bytes of data in a row's Recv-Q: the peer's FIN counts as one there until it is read. */
  static long unreadBytes(InetRow row) {
    boolean finArrived =
        switch (row.state()) {
          case CLOSE_WAIT, LAST_ACK, CLOSING, TIME_WAIT -> true;
          default -> false;
        };
    return Math.max(0, finArrived ? row.recvQ() - 1 : row.recvQ());
  }

  /** Share of the samples, 0 to 1, in which this was so of the sending end. */
  double shareOfSender(Predicate<InetRow> holds) {
    return share(sender, holds);
  }

  /** Share of the samples, 0 to 1, in which this was so of the receiving end. */
  double shareOfReceiver(Predicate<InetRow> holds) {
    return share(receiver, holds);
  }

  private static double share(List<InetRow> rows, Predicate<InetRow> holds) {
    return rows.isEmpty() ? 0 : (double) rows.stream().filter(holds).count() / rows.size();
  }

  /** Whether this was so of the receiving end in the whole second half of the samples. */
  boolean receiverLately(Predicate<InetRow> holds) {
    return !receiver.isEmpty()
        && receiver.subList(receiver.size() / 2, receiver.size()).stream().allMatch(holds);
  }

  /** Segments with data that were sent this way, by whichever end tells it. */
  long segments() {
    return Math.max(growth(TcpField.DATA_SEGS_OUT), receiverGrowth(TcpField.DATA_SEGS_IN));
  }

  /** Segments with data that were sent the other way. */
  long segmentsBack() {
    return Math.max(growth(TcpField.DATA_SEGS_IN), receiverGrowth(TcpField.DATA_SEGS_OUT));
  }

  /** Share of the samples in which the sender owed the other end a segment in turn. */
  double shareOwing() {
    return sender.isEmpty()
        ? shareOfReceiver(row -> owes(row, true))
        : shareOfSender(row -> owes(row, false));
  }

  /**
   * Whether an end, or its peer, received data after it had sent some. The kernel tells times in
   * its ticks of some milliseconds: within one, who was sent one segment more than it sent owes it.
   */
  private static boolean owes(InetRow row, boolean peer) {
    long received = value(row, peer ? TcpField.LAST_DATA_SENT : TcpField.LAST_DATA_RECV);
    long sent = value(row, peer ? TcpField.LAST_DATA_RECV : TcpField.LAST_DATA_SENT);
    long more = value(row, TcpField.DATA_SEGS_IN) - value(row, TcpField.DATA_SEGS_OUT);
    return received < sent || received == sent && more == (peer ? -1 : 1);
  }

  /** The round trip as either end has measured it last; 0 where none has. */
  long roundTripMicros() {
    return sender().or(this::receiver).map(row -> value(row, TcpField.RTT)).orElse(0L);
  }

  /** Share of the watched time in which the sender had data outstanding. */
  double busyShare() {
    return micros() == 0 ? 0 : Math.min(1, (double) growth(TcpField.BUSY) / micros());
  }

  /** Share of the sender's busy time in which the limit of this field held it. */
  double shareOfBusy(TcpField limitedTime) {
    long busy = growth(TcpField.BUSY);
    return busy == 0 ? 0 : Math.min(1, (double) growth(limitedTime) / busy);
  }

  /** The peer's window as the sending end had it in each sample that tells it. */
  long[] sendWindows() {
    return sender.stream()
        .flatMap(row -> row.tcp().stream())
        .flatMapToLong(tcp -> tcp.sendWindowBytes().stream())
        .toArray();
  }

  /** The largest window that the receiving end had told; 0 where it is not known. */
  long receiveWindow() {
    return receiver.stream().mapToLong(row -> value(row, TcpField.RCV_WND)).max().orElse(0);
  }

  /** The most that lay in the receiver's queue in any sample; 0 where it is not known. */
  long mostUnreadBytes() {
    return receiver.stream().mapToLong(OneWay::unreadBytes).max().orElse(0);
  }

  /** How long a byte lay in the receiver's queue, by its mean length and what was read. */
  double microsUnread() {
    double mean = receiver.stream().mapToLong(OneWay::unreadBytes).average().orElse(0);
    return readBytes() <= 0 ? Double.POSITIVE_INFINITY : mean / readBytes() * micros();
  }
}

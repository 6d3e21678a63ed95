package io.recvq.diagnose;

import io.recvq.diagnose.Verdict.Measure;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The receiver limits: its process leaves bytes unread, and TCP's flow control (RFC 9293 section
 * 3.8.6) holds the sender back. Seen at the receiver by a Recv-Q that nobody empties, at the sender
 * by the time it waited for window and by the persist timer.
 */
public final class ReceiverRule {
  /** Waiting for window in half of the busy time is the main limit. */
  static final double LIMITED_SHARE = 0.5;

  /** A sender with data outstanding in less of the time was hardly held back by anything. */
  static final double BUSY_SHARE = 0.2;

  /** A receiver with unread bytes in this share of the samples does not keep up. */
  static final double BEHIND_SHARE = 0.8;

  /** A sender that probes the window in this share of the readings waits for it. */
  private static final double PROBING_SHARE = 0.5;

  /** A queue that was so many times as long before says more than what it holds at last. */
  private static final long TELLING_FACTOR = 2;

  private static final String BUFFER = "receive buffer is too small";

  private ReceiverRule() {}

  /** The verdict when the receiver of this direction limits it. */
  public static Optional<Verdict> judge(OneWay way) {
    if (readsNothing(way)) {
      return Optional.of(verdict(way, "not-reading", "receiver is not reading"));
    }
    boolean windowLimited = isWindowLimited(way);
    boolean persists = way.shareOfSender(ReceiverRule::probesTheWindow) >= PROBING_SHARE;
    if (!windowLimited && !persists && !(isBehind(way) && way.movedBytes() > 0)) {
      return ReceiveWindow.isFilledEachRoundTrip(way)
          ? Optional.of(verdict(way, "receive-buffer", BUFFER))
          : Optional.empty();
    }
    // What is read frees no window until it is a good part of it (RFC 9293 section 3.8.6.2.2).
    boolean reads = way.receiverIsKnown() && way.readBytes() > 0;
    boolean stopped = way.movedBytes() == 0 && !reads;
    if (stopped) {
      return Optional.of(verdict(way, "not-reading", "receiver is not reading"));
    }
    if (windowLimited && !persists && ReceiveWindow.isSteady(way)) {
      if (way.receiver().isEmpty()) {
        return Optional.of(verdict(way, "window", "receiver's window is too small"));
      }
      if (ReceiveWindow.isReadAtOnce(way)) {
        return Optional.of(verdict(way, "receive-buffer", BUFFER));
      }
    }
    return Optional.of(verdict(way, "slow-reader", "receiver reads too slowly"));
  }

  /**
   * By the kernel's clock; or, as that runs only in some of the places where it waits, by what lies
   * in the send buffer.
   */
  private static boolean isWindowLimited(OneWay way) {
    return way.busyShare() >= BUSY_SHARE
        && (way.shareOfBusy(TcpField.RWND_LIMITED) >= LIMITED_SHARE
            || way.shareOfSender(Room::peersWindowHolds) >= LIMITED_SHARE);
  }

  /** The same timer runs while TCP_CORK holds back what the window has room for. */
  private static boolean probesTheWindow(InetRow row) {
    return row.timer().kind() == SocketTimer.Kind.PERSIST && !Room.fitsThePeersWindow(row);
  }

  /** Bytes lie in the receiver's queue and none was read in all the time. */
  private static boolean readsNothing(OneWay way) {
    return way.receiverIsKnown()
        && way.receiverLately(row -> OneWay.unreadBytes(row) > 0)
        && way.readBytes() <= 0;
  }

  /** The queue is never empty and takes a good part of the receive buffer. */
  private static boolean isBehind(OneWay way) {
    return way.receiverIsKnown() && way.shareOfReceiver(ReceiverRule::isFilling) >= BEHIND_SHARE;
  }

  private static boolean isFilling(InetRow row) {
    long limit = row.memory().map(memory -> memory.receiveLimit()).orElse(Long.MAX_VALUE);
    return row.recvQ() > limit / 4;
  }

  private static Verdict verdict(OneWay way, String cause, String summary) {
    List<String> evidence = new ArrayList<>();
    List<Measure> numbers = new ArrayList<>();
    ReceiveWindow.explain(way, cause, evidence, numbers);
    way.receiver()
        .ifPresent(
            receiver -> {
              evidence.add(unread(way, receiver));
              numbers.add(new Measure("recvQ", receiver.recvQ()));
            });
    way.sender().ifPresent(sender -> addSender(way, sender, evidence, numbers));
    if (way.receiverIsKnown()) {
      numbers.add(new Measure("readBytes", Math.max(0, way.readBytes())));
    }
    numbers.add(new Measure("movedBytes", way.movedBytes()));
    numbers.add(new Measure("watchedMs", way.nanos() / 1_000_000));
    return new Verdict(
        LimitedBy.RECEIVER,
        Optional.of(cause),
        summary + way.receiver().map(row -> ": " + Words.who(row)).orElse(atTheOtherEnd(way)),
        evidence,
        numbers,
        cause.equals("receive-buffer") ? ReceiveWindow.next(way) : next(way));
  }

  private static String atTheOtherEnd(OneWay way) {
    return way.target().map(target -> ": " + target).orElse("");
  }

  private static String unread(OneWay way, InetRow receiver) {
    String waiting = "Recv-Q " + Words.bytes(receiver.recvQ()) + " wait to be read";
    if (!way.receiverIsKnown()) {
      return waiting;
    }
    long most = way.mostUnreadBytes();
    if (most > TELLING_FACTOR * receiver.recvQ()) {
      waiting += " now, " + Words.bytes(most) + " at the most";
    }
    long read = Math.max(0, way.readBytes());
    String time = " in " + Words.micros(way.micros());
    return waiting
        + (read == 0 ? ", none was read" + time : ", " + Words.bytes(read) + " were read" + time);
  }

  private static void addSender(
      OneWay way, InetRow sender, List<String> evidence, List<Measure> numbers) {
    long limited = way.growth(TcpField.RWND_LIMITED);
    if (limited > 0) {
      evidence.add(
          "the sender waited for window in "
              + Words.percent(way.shareOfBusy(TcpField.RWND_LIMITED))
              + " of its busy time (rwnd_limited grew by "
              + Words.micros(limited)
              + ")");
    }
    if (sender.timer().kind() == SocketTimer.Kind.PERSIST) {
      evidence.add("the sender's timer is persist: it probes a closed window");
    }
    long notSent = way.now(TcpField.NOTSENT);
    if (sender.sendQ() > 0) {
      evidence.add(
          "Send-Q "
              + Words.bytes(sender.sendQ())
              + ", of which "
              + Words.bytes(notSent)
              + " were not sent yet");
    }
    numbers.add(new Measure("sendQ", sender.sendQ()));
    numbers.add(new Measure("notSentBytes", notSent));
    sender
        .tcp()
        .flatMap(tcp -> tcp.sendWindowBytes().stream().boxed().findFirst())
        .ifPresent(window -> numbers.add(new Measure("sendWindowBytes", window)));
    numbers.add(new Measure("busyMs", way.growth(TcpField.BUSY) / 1000));
    numbers.add(new Measure("rwndLimitedMs", limited / 1000));
  }

  private static String next(OneWay way) {
    return NextStep.whereItWaits(way.receiver())
        .or(
            () ->
                way.target()
                    .map(target -> "recvq why " + target.port() + "   (on the receiver's machine)"))
        .orElse("");
  }
}

package io.recvq.diagnose;

import io.recvq.diagnose.Verdict.Measure;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A listener whose process does not accept: connections that the kernel has completed wait in the
 * accept queue, and when it is full new ones are dropped (man 2 listen, man 7 tcp).
 */
public final class AcceptQueueRule {
  private AcceptQueueRule() {}

  /** The verdict about a connection that no process has accepted, or that cannot get that far. */
  static Optional<Verdict> connection(OneWay way, Surroundings around) {
    Optional<InetRow> waiting =
        way.receiver()
            .filter(AcceptQueueRule::isNotAccepted)
            .filter(row -> way.shareOfReceiver(AcceptQueueRule::isNotAccepted) == 1);
    if (waiting.isPresent()) {
      return Optional.of(notAccepted(way, waiting.get()));
    }
    return way.sender()
        .filter(row -> row.state() == SocketState.SYN_SENT)
        .flatMap(around::listenerOf)
        .filter(AcceptQueueRule::isFull)
        .map(listener -> full(listener, 0, "the connection waits in SYN_SENT"));
  }

  /** Only a connection in an accept queue is open and has no inode. */
  private static boolean isNotAccepted(InetRow row) {
    return !row.hasInode()
        && row.cookie() != 0
        && (row.state() == SocketState.ESTABLISHED || row.state() == SocketState.CLOSE_WAIT);
  }

  private static Verdict notAccepted(OneWay way, InetRow waiting) {
    return new Verdict(
        LimitedBy.ACCEPT_QUEUE,
        Optional.of("not-accepted"),
        "no process has accepted the connection at " + waiting.local(),
        List.of(
            "it is "
                + waiting.stateName()
                + " in the kernel but belongs to no process: it waits in the accept queue",
            Words.bytes(waiting.recvQ()) + " of it wait there to be read"),
        List.of(
            new Measure("recvQ", waiting.recvQ()),
            new Measure("watchedMs", way.nanos() / 1_000_000)),
        "recvq sockets state listening and port " + waiting.local().port() + " --owners");
  }

  /**
   * The verdict about a listener.
   *
   * @param seen rows of the same listener in the order of time, at least one
   * @param watchedNanos the time from the first to the last
   */
  public static Verdict listener(List<InetRow> seen, long watchedNanos) {
    InetRow last = seen.get(seen.size() - 1);
    long dropped = Math.max(0, drops(last) - drops(seen.get(0)));
    if (isFull(last) || dropped > 0) {
      return full(last, dropped, "");
    }
    boolean neverEmpty = seen.size() >= 2 && seen.stream().allMatch(row -> row.recvQ() > 0);
    if (neverEmpty && last.recvQ() >= seen.get(0).recvQ()) {
      return new Verdict(
          LimitedBy.ACCEPT_QUEUE,
          Optional.of("not-accepting"),
          Words.who(last) + " does not accept",
          List.of(
              Words.count(last.recvQ(), "connection waits", "connections wait")
                  + " in the accept queue"
                  + last.ofBacklog()
                  + ", and none was accepted in "
                  + Words.micros(watchedNanos / 1000)),
          numbers(last, dropped),
          next(last));
    }
    return new Verdict(
        LimitedBy.NOTHING,
        Optional.empty(),
        "the listener accepts in time",
        List.of(
            Words.count(last.recvQ(), "connection waits", "connections wait")
                + " in the accept queue"
                + last.ofBacklog()),
        numbers(last, dropped),
        "");
  }

  /** The kernel takes one more than the backlog (sk_acceptq_is_full). */
  private static boolean isFull(InetRow listener) {
    return listener.sendQ() != SocketRow.UNKNOWN && listener.recvQ() > listener.sendQ();
  }

  private static long drops(InetRow listener) {
    return listener.memory().map(memory -> Math.max(0, memory.drops())).orElse(0L);
  }

  private static Verdict full(InetRow listener, long dropped, String also) {
    List<String> evidence = new ArrayList<>();
    if (isFull(listener)) {
      evidence.add(
          Words.count(listener.recvQ(), "connection waits", "connections wait")
              + " to be accepted; the backlog is "
              + listener.sendQ());
    }
    if (drops(listener) > 0) {
      evidence.add(
          Words.count(drops(listener), "connection attempt was", "connection attempts were")
              + " dropped since it listens"
              + (dropped > 0 ? ", " + dropped + " of them while it was watched" : ""));
    }
    if (!also.isEmpty()) {
      evidence.add(also);
    }
    return new Verdict(
        LimitedBy.ACCEPT_QUEUE,
        Optional.of(isFull(listener) ? "full" : "overflow"),
        isFull(listener)
            ? "the accept queue is full: " + Words.who(listener) + " does not accept"
            : "the accept queue overflows: " + Words.who(listener) + " accepts too slowly",
        evidence,
        numbers(listener, dropped),
        next(listener));
  }

  private static List<Measure> numbers(InetRow listener, long dropped) {
    List<Measure> numbers = new ArrayList<>();
    numbers.add(new Measure("acceptQueue", listener.recvQ()));
    if (listener.sendQ() != SocketRow.UNKNOWN) {
      numbers.add(new Measure("backlog", listener.sendQ()));
    }
    numbers.add(new Measure("drops", drops(listener)));
    numbers.add(new Measure("dropsWhileWatched", dropped));
    return numbers;
  }

  private static String next(InetRow listener) {
    return NextStep.whereItWaits(Optional.of(listener))
        .orElse("recvq sockets --watch port " + listener.local().port());
  }
}

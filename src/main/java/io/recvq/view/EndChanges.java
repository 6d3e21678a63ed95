package io.recvq.view;

import io.recvq.render.Numbers;
import io.recvq.report.Moment;
import io.recvq.report.Moment.Tone;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the kernel's view of one end says that it did not say before: its state, its timer, a window
 * that closed or opened, a queue that grew or shrank by a good part of its peak.
 */
public final class EndChanges {
  /** A queue is told again when it has changed by this share of its peak so far. */
  private static final double STEP = 0.2;

  /** Less than this is no news of a queue of bytes. */
  private static final double LEAST_BYTES = 1024;

  private final int lane;
  private final String end;
  private long sendPeak;
  private long recvPeak;
  private Optional<InetRow> last = Optional.empty();
  private boolean seen;
  private long toldSendQ;
  private long toldRecvQ;

  /** One end's changes on a lane of a report. */
  public EndChanges(int lane, String end) {
    this.lane = lane;
    this.end = end;
  }

  /** Adds what is new in this reading. */
  public void next(long atNanos, Optional<InetRow> row, List<Moment> rows) {
    List<String> words = new ArrayList<>();
    boolean bad = false;
    boolean notable = false;
    if (row.isPresent()) {
      InetRow now = row.get();
      Optional<SocketState> stateBefore = last.map(InetRow::state);
      if (stateBefore.isEmpty() || stateBefore.get() != now.state()) {
        words.add(now.stateName());
        notable = stateBefore.isPresent();
      }
      queues(now, words);
      if (now.state() != SocketState.LISTEN) {
        bad = window(now, words);
        notable |= timer(now, words);
      }
    } else if (seen && last.isPresent()) {
      words.add("gone from the kernel's table");
      notable = true;
    }
    seen = true;
    last = row;
    if (!words.isEmpty()) {
      Tone tone = bad ? Tone.BAD : notable ? Tone.NOTABLE : Tone.PLAIN;
      rows.add(new Moment.Change(atNanos, lane, end, String.join(", ", words), tone));
    }
  }

  private void queues(InetRow now, List<String> words) {
    boolean listens = now.state() == SocketState.LISTEN;
    double least = listens ? 1 : LEAST_BYTES;
    sendPeak = Math.max(sendPeak, now.sendQ());
    recvPeak = Math.max(recvPeak, now.recvQ());
    if (!listens && stepped(now.sendQ(), toldSendQ, Math.max(least, sendPeak * STEP))) {
      toldSendQ = now.sendQ();
      words.add("Send-Q " + Numbers.grouped(toldSendQ));
    }
    if (stepped(now.recvQ(), toldRecvQ, Math.max(least, recvPeak * STEP))) {
      toldRecvQ = now.recvQ();
      words.add(
          listens
              ? toldRecvQ + now.ofBacklog() + " wait to be accepted"
              : "Recv-Q " + Numbers.grouped(toldRecvQ));
    }
  }

  private static boolean stepped(long now, long told, double step) {
    return now != told && (Math.abs(now - told) >= step || now == 0);
  }

  /** True when the window has closed. */
  private boolean window(InetRow now, List<String> words) {
    OptionalLong before = sendWindow(last);
    OptionalLong after = sendWindow(Optional.of(now));
    if (before.isEmpty() || after.isEmpty() || before.equals(after)) {
      return false;
    }
    if (after.getAsLong() == 0) {
      words.add("the peer's window closed");
      return true;
    }
    if (before.getAsLong() == 0) {
      words.add("the peer's window opened to " + Numbers.grouped(after.getAsLong()));
    }
    return false;
  }

  private static OptionalLong sendWindow(Optional<InetRow> row) {
    return row.flatMap(InetRow::tcp)
        .map(tcp -> tcp.get(TcpField.SND_WND))
        .orElse(OptionalLong.empty());
  }

  private boolean timer(InetRow now, List<String> words) {
    SocketTimer.Kind before = last.map(row -> row.timer().kind()).orElse(SocketTimer.Kind.OFF);
    SocketTimer.Kind kind = now.timer().kind();
    if (kind == before) {
      return false;
    }
    switch (kind) {
      case PERSIST -> words.add("timer persist: it probes a closed window");
      case KEEPALIVE -> words.add("timer keepalive");
      case TIMEWAIT -> words.add("timer timewait");
      case RETRANSMIT, OFF, UNKNOWN -> {
        // Runs whenever something is on its way; a row each time would say nothing.
      }
    }
    return kind == SocketTimer.Kind.PERSIST;
  }
}

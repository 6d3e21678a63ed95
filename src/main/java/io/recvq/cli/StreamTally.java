package io.recvq.cli;

import io.recvq.flow.Note;
import io.recvq.net.Direction;
import io.recvq.protocol.Frame;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;

/** What is counted of one connection for the views of streams and of findings. */
final class StreamTally {
  private static final int RETRANSMITTED =
      Note.RETRANSMISSION.bit() | Note.FAST_RETRANSMISSION.bit();

  /** More episodes than these are only counted. */
  private static final int MOST_EPISODES = 1000;

  /**
   * A time in which one end had no room.
   *
   * @param closed which direction the full end sends in
   * @param probes how often the other end asked
   * @param opened whether a window ended it, rather than the connection or the capture
   */
  record ZeroWindow(
      Direction closed, long fromNanos, long toNanos, long packet, int probes, boolean opened) {}

  /** One direction. */
  static final class Half {
    long retransmissions;
    long outOfOrder;
    boolean syn;
    boolean reset;
    private boolean full;
    private long fullSince;
    private long fullPacket;
    private int probes;
  }

  private final Half forward = new Half();
  private final Half reverse = new Half();
  private final List<ZeroWindow> zeroWindows = new ArrayList<>();
  private long zeroWindowEpisodes;
  private long lastNanos = CapturedPacket.NO_TIME;
  private long requestNanos = CapturedPacket.NO_TIME;
  private long responses;
  private long slowestNanos;
  long conflicts;

  Half half(Direction direction) {
    return direction == Direction.FORWARD ? forward : reverse;
  }

  void segment(Direction direction, Segment segment, int notes) {
    Half half = half(direction);
    half.retransmissions += (notes & RETRANSMITTED) != 0 ? 1 : 0;
    half.outOfOrder += Note.OUT_OF_ORDER.in(notes) ? 1 : 0;
    half.syn |= segment.has(TcpFlags.SYN);
    half.reset |= segment.has(TcpFlags.RST);
    lastNanos = segment.timeNanos();
    if (Note.ZERO_WINDOW.in(notes) && !half.full) {
      half.full = true;
      half.fullSince = segment.timeNanos();
      half.fullPacket = segment.number();
      half.probes = 0;
      zeroWindowEpisodes++;
    } else if (half.full && segment.window() > 0) {
      endEpisode(direction, !segment.has(TcpFlags.RST));
    }
    Half peer = half(direction.opposite());
    peer.probes += peer.full && Note.ZERO_WINDOW_PROBE.in(notes) ? 1 : 0;
  }

  private void endEpisode(Direction direction, boolean opened) {
    Half half = half(direction);
    half.full = false;
    if (zeroWindows.size() < MOST_EPISODES) {
      zeroWindows.add(
          new ZeroWindow(
              direction, half.fullSince, lastNanos, half.fullPacket, half.probes, opened));
    }
  }

  void frame(DecodedStream stream, Direction direction, Frame frame) {
    if (stream.isRequest(direction)) {
      requestNanos = stream.timeNanos();
    } else if (requestNanos != CapturedPacket.NO_TIME && frame.length() > 0) {
      responses++;
      slowestNanos = Math.max(slowestNanos, stream.timeNanos() - requestNanos);
      requestNanos = CapturedPacket.NO_TIME;
    }
  }

  /** Nothing more comes. */
  void close() {
    for (Direction direction : Direction.values()) {
      if (half(direction).full) {
        endEpisode(direction, false);
      }
    }
  }

  List<ZeroWindow> zeroWindows() {
    return zeroWindows;
  }

  long zeroWindowEpisodes() {
    return zeroWindowEpisodes;
  }

  /** Requests that were followed by a response. */
  long responses() {
    return responses;
  }

  /** The longest time from a request's last byte to the response's last byte. */
  long slowestNanos() {
    return slowestNanos;
  }

  boolean isReset() {
    return forward.reset || reverse.reset;
  }
}

package io.recvq.flow;

import io.recvq.net.Direction;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is counted of one connection while its segments pass: retransmissions, times without a
 * window, resets, and how long answers took. From it findings are made once the connection is over.
 */
public final class StreamTally {
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
  public record ZeroWindow(
      Direction closed, long fromNanos, long toNanos, long packet, int probes, boolean opened) {}

  private static final class Half {
    private long retransmissions;
    private boolean reset;
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
  private long conflicts;

  private Half half(Direction direction) {
    return direction == Direction.FORWARD ? forward : reverse;
  }

  /** A segment passed; {@code notes} is a set of {@link Note}s. */
  public void segment(Direction direction, Segment segment, int notes) {
    Half half = half(direction);
    half.retransmissions += (notes & RETRANSMITTED) != 0 ? 1 : 0;
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

  /** A frame was completed at this time, by the client or by the server. */
  public void message(boolean fromClient, long timeNanos) {
    if (fromClient) {
      requestNanos = timeNanos;
    } else if (requestNanos != CapturedPacket.NO_TIME) {
      responses++;
      slowestNanos = Math.max(slowestNanos, timeNanos - requestNanos);
      requestNanos = CapturedPacket.NO_TIME;
    }
  }

  /** Bytes came again with another content. */
  public void conflict() {
    conflicts++;
  }

  /** Nothing more comes. */
  public void close() {
    for (Direction direction : Direction.values()) {
      if (half(direction).full) {
        endEpisode(direction, false);
      }
    }
  }

  /** The first times without a window; {@link #zeroWindowEpisodes} counts all. */
  public List<ZeroWindow> zeroWindows() {
    return Collections.unmodifiableList(zeroWindows);
  }

  public long zeroWindowEpisodes() {
    return zeroWindowEpisodes;
  }

  /** Requests that were followed by a response. */
  public long responses() {
    return responses;
  }

  /** The longest time from a request's last byte to the response's last byte. */
  public long slowestNanos() {
    return slowestNanos;
  }

  /** Segments of this direction that had been sent before. */
  public long retransmissions(Direction direction) {
    return half(direction).retransmissions;
  }

  public long conflicts() {
    return conflicts;
  }

  /** Whether the sender of this direction reset the connection. */
  public boolean isReset(Direction direction) {
    return half(direction).reset;
  }
}

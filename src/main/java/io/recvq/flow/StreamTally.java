package io.recvq.flow;

import io.recvq.net.Direction;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What is counted of one connection while its segments pass: retransmissions, times without a
 * window, resets, and how long answers took. From it findings are made once the connection is over.
 */
public final class StreamTally {
  private static final int RETRANSMITTED =
      Note.RETRANSMISSION.bit() | Note.FAST_RETRANSMISSION.bit();

  /** More episodes than these are only counted. */
  private static final int MOST_EPISODES = 1000;

  /** Requests that may wait for their response before the oldest is given up. */
  private static final int MOST_WAITING = 4096;

  /**
   * A time in which one end had no room.
   *
   * @param closed which direction the full end sends in
   * @param probes how often the other end asked
   * @param opened whether a window ended it, rather than the connection or the capture
   */
  public record ZeroWindow(
      Direction closed, long fromNanos, long toNanos, long packet, int probes, boolean opened) {}

  /**
   * What an end sent again and again until the connection or the capture ended, while nothing came
   * from its peer.
   *
   * @param sender which direction it sends in
   * @param times how often it sent something again
   */
  public record Silence(Direction sender, long fromNanos, long toNanos, long times) {}

  /** The time from a request's last byte to the last byte of its response. */
  public record Response(long requestNanos, long responseNanos) {
    public long nanos() {
      return responseNanos - requestNanos;
    }
  }

  private static final class Half {
    private long syns;
    private long againSinceHeard;
    private long againFrom;
    private long againTo;
    private long retransmissions;
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
  private final ArrayDeque<Long> waiting = new ArrayDeque<>();
  private long responses;
  private Optional<Response> slowest = Optional.empty();
  private long conflicts;

  private Half half(Direction direction) {
    return direction == Direction.FORWARD ? forward : reverse;
  }

  /** A segment passed; {@code notes} is a set of {@link Note}s. */
  public void segment(Direction direction, Segment segment, int notes) {
    Half half = half(direction);
    half.retransmissions += (notes & RETRANSMITTED) != 0 ? 1 : 0;
    half.syns += segment.has(TcpFlags.SYN) ? 1 : 0;
    lastNanos = segment.timeNanos();
    half(direction.opposite()).againSinceHeard = 0;
    if ((notes & RETRANSMITTED) != 0) {
      half.againFrom = half.againSinceHeard++ == 0 ? lastNanos : half.againFrom;
      half.againTo = lastNanos;
    }
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
    if (timeNanos == CapturedPacket.NO_TIME) {
      return;
    }
    if (fromClient) {
      waiting.add(timeNanos);
      if (waiting.size() > MOST_WAITING) {
        waiting.remove();
      }
    } else if (!waiting.isEmpty()) {
      responses++;
      Response response = new Response(waiting.remove(), timeNanos);
      if (slowest.isEmpty() || slowest.get().nanos() < response.nanos()) {
        slowest = Optional.of(response);
      }
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

  /** The response that took longest; empty where there was none. */
  public Optional<Response> slowest() {
    return slowest;
  }

  /** SYNs of this direction, repeated ones too. */
  public long syns(Direction direction) {
    return half(direction).syns;
  }

  /** What this direction's sender sent again since it last heard of its peer; empty for nothing. */
  public Optional<Silence> silence(Direction sender) {
    Half half = half(sender);
    return half.againSinceHeard == 0
        ? Optional.empty()
        : Optional.of(new Silence(sender, half.againFrom, half.againTo, half.againSinceHeard));
  }

  /** Segments of this direction that had been sent before. */
  public long retransmissions(Direction direction) {
    return half(direction).retransmissions;
  }

  public long conflicts() {
    return conflicts;
  }
}

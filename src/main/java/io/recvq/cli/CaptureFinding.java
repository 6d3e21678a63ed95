package io.recvq.cli;

import io.recvq.flow.TcpStream;
import io.recvq.net.Direction;
import io.recvq.render.Times;
import io.recvq.wire.CapturedPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Something about a connection that one would want to be told.
 *
 * @param kind zero-window, retransmissions, reset, refused, never-answered, half-closed, gap,
 *     conflict, slow-response
 * @param message in plain words; who is at fault where that is known
 * @param fromNanos when it began, and
 * @param toNanos when it ended; {@link CapturedPacket#NO_TIME} where it has no time
 * @param count how often
 */
record CaptureFinding(String kind, String message, long fromNanos, long toNanos, long count) {
  /** A response is slow when the sender of the request waited this long for it. */
  private static final long SLOW_NANOS = 1_000_000_000L;

  /** What is to be said of a connection that is over. */
  static List<CaptureFinding> of(DecodedStream stream, StreamTally tally) {
    List<CaptureFinding> found = new ArrayList<>();
    for (StreamTally.ZeroWindow episode : tally.zeroWindows()) {
      found.add(zeroWindow(stream, episode));
    }
    ending(stream, tally, found);
    for (Direction direction : Direction.values()) {
      perDirection(stream, tally, direction, found);
    }
    if (tally.conflicts > 0) {
      found.add(
          timeless(
              "conflict",
              times(tally.conflicts) + " bytes came again with another content; the first stand",
              tally.conflicts));
    }
    if (tally.slowestNanos() >= SLOW_NANOS) {
      String time = Times.human(Duration.ofNanos(tally.slowestNanos()));
      found.add(timeless("slow-response", "a response took " + time, tally.responses()));
    }
    return found;
  }

  private static CaptureFinding zeroWindow(DecodedStream stream, StreamTally.ZeroWindow episode) {
    long nanos = Math.max(0, episode.toNanos() - episode.fromNanos());
    String message =
        "%s was not reading: its window was zero for %s%s, %d probe%s"
            .formatted(
                stream.from(episode.closed()),
                Times.human(Duration.ofNanos(nanos)),
                episode.opened() ? "" : " and never opened again",
                episode.probes(),
                episode.probes() == 1 ? "" : "s");
    return new CaptureFinding(
        "zero-window", message, episode.fromNanos(), episode.toNanos(), episode.probes());
  }

  private static void ending(DecodedStream stream, StreamTally tally, List<CaptureFinding> found) {
    TcpStream tcp = stream.tcp();
    Direction client = tcp.client();
    Direction server = client.opposite();
    boolean asked = tcp.sawSyn(client) && !tcp.sawSyn(server);
    if (asked && tcp.packets(server) == 0) {
      String message =
          "%s never answered %s (%d SYN)"
              .formatted(stream.to(client), stream.from(client), tcp.packets(client));
      found.add(timeless("never-answered", message, tcp.packets(client)));
    } else if (asked && tally.half(server).reset) {
      String message = stream.to(client) + " refused the connection of " + stream.from(client);
      found.add(timeless("refused", message, 1));
    } else if (tally.isReset()) {
      Direction by = tally.half(client).reset ? client : server;
      String message = stream.from(by) + " reset the connection";
      found.add(timeless("reset", message, 1));
    } else if (tcp.sawFin(client) != tcp.sawFin(server)) {
      Direction open = tcp.sawFin(client) ? server : client;
      String message = stream.from(open) + " never closed its side of the connection";
      found.add(timeless("half-closed", message, 1));
    }
  }

  private static void perDirection(
      DecodedStream stream, StreamTally tally, Direction direction, List<CaptureFinding> found) {
    long repeated = tally.half(direction).retransmissions;
    if (repeated > 0) {
      String message =
          "%s retransmitted %s of %d packets"
              .formatted(stream.from(direction), repeated, stream.tcp().packets(direction));
      found.add(timeless("retransmissions", message, repeated));
    }
    int gaps = stream.tcp().gaps(direction);
    if (gaps > 0) {
      String message =
          "the capture lacks %d bytes from %s, in %d gap%s"
              .formatted(
                  stream.tcp().gapBytes(direction),
                  stream.from(direction),
                  gaps,
                  gaps == 1 ? "" : "s");
      found.add(timeless("gap", message, gaps));
    }
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }

  private static CaptureFinding timeless(String kind, String message, long count) {
    return new CaptureFinding(kind, message, CapturedPacket.NO_TIME, CapturedPacket.NO_TIME, count);
  }
}

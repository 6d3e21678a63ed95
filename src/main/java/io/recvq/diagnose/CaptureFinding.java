package io.recvq.diagnose;

import io.recvq.flow.StreamTally;
import io.recvq.flow.TcpStream;
import io.recvq.net.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something about a connection that one would want to be told.
 *
 * @param kind zero-window, retransmissions, reset, refused, never-answered, half-open, silent-peer,
 *     half-closed, gap, conflict, slow-response
 * @param message in plain words; who is at fault where that is known
 * @param time when it began and ended, where it lasted
 * @param count how often
 */
public record CaptureFinding(String kind, String message, Optional<Span> time, long count) {
  /** From and to, in nanoseconds since 1970-01-01 UTC. */
  public record Span(long fromNanos, long toNanos) {}

  /**
   * A zero window that opens sooner, unasked, is a reader that fell behind, not one that stopped.
   */
  private static final long MOMENT_NANOS = 10_000_000L;

  /** An end that sent something again this often without an answer has a silent peer. */
  private static final int SILENT_AFTER = 3;

  /** A response is slow when the sender of the request waited this long for it. */
  private static final long SLOW_NANOS = 1_000_000_000L;

  /** What is to be said of a connection that is over. */
  public static List<CaptureFinding> of(TcpStream stream, StreamTally tally) {
    List<CaptureFinding> found = new ArrayList<>();
    for (StreamTally.ZeroWindow episode : tally.zeroWindows()) {
      found.add(zeroWindow(stream, episode));
    }
    ending(stream, tally, found);
    for (Direction direction : Direction.values()) {
      perDirection(stream, tally, direction, found);
    }
    if (tally.conflicts() > 0) {
      found.add(
          timeless(
              "conflict",
              times(tally.conflicts()) + " bytes came again with another content; the first stand",
              tally.conflicts()));
    }
    tally
        .slowest()
        .filter(response -> response.nanos() >= SLOW_NANOS)
        .ifPresent(response -> found.add(slow(stream, tally, response)));
    return found;
  }

  private static CaptureFinding zeroWindow(TcpStream stream, StreamTally.ZeroWindow episode) {
    long nanos = Math.max(0, episode.toNanos() - episode.fromNanos());
    boolean moment = episode.opened() && episode.probes() == 0 && nanos < MOMENT_NANOS;
    String message =
        moment
            ? from(stream, episode.closed())
                + " had no room for a moment, "
                + Words.micros(nanos / 1000)
            : "%s was not reading: its window was zero for %s%s, %d probe%s"
                .formatted(
                    from(stream, episode.closed()),
                    Words.micros(nanos / 1000),
                    episode.opened() ? "" : neverOpened(stream),
                    episode.probes(),
                    episode.probes() == 1 ? "" : "s");
    return new CaptureFinding(
        "zero-window",
        message,
        Optional.of(new Span(episode.fromNanos(), episode.toNanos())),
        episode.probes());
  }

  private static CaptureFinding slow(
      TcpStream stream, StreamTally tally, StreamTally.Response response) {
    String message =
        "%s took %s to answer%s"
            .formatted(
                from(stream, stream.client().opposite()),
                Words.micros(response.nanos() / 1000),
                tally.responses() == 1 ? "" : ", the slowest of " + tally.responses() + " answers");
    Span span = new Span(response.requestNanos(), response.responseNanos());
    return new CaptureFinding("slow-response", message, Optional.of(span), 1);
  }

  private static CaptureFinding silent(TcpStream stream, StreamTally.Silence silence) {
    String message =
        "%s went silent: %s sent again %d times without an answer"
            .formatted(
                from(stream, silence.sender().opposite()),
                from(stream, silence.sender()),
                silence.times());
    Span span = new Span(silence.fromNanos(), silence.toNanos());
    return new CaptureFinding("silent-peer", message, Optional.of(span), silence.times());
  }

  private static boolean isSilent(StreamTally tally, Direction sender) {
    return tally.silence(sender).map(silence -> silence.times() >= SILENT_AFTER).orElse(false);
  }

  /** The end of a capture is no end of the connection. */
  private static String neverOpened(TcpStream stream) {
    boolean over = false;
    for (Direction direction : Direction.values()) {
      over |= stream.sawFin(direction) || stream.sawReset(direction);
    }
    return over ? " and never opened again" : " and still was when the capture ended";
  }

  private static void ending(TcpStream stream, StreamTally tally, List<CaptureFinding> found) {
    Direction client = stream.client();
    Direction server = client.opposite();
    boolean asked = stream.sawSyn(client) && !stream.sawSyn(server);
    if (asked && stream.packets(server) == 0) {
      String message =
          "%s never answered %s (%d SYN)"
              .formatted(from(stream, server), from(stream, client), stream.packets(client));
      found.add(timeless("never-answered", message, stream.packets(client)));
    } else if (asked && stream.sawReset(server)) {
      String message = from(stream, server) + " refused the connection of " + from(stream, client);
      found.add(timeless("refused", message, 1));
    } else if (stream.sawReset(client) || stream.sawReset(server)) {
      Direction by = stream.sawReset(client) ? client : server;
      String message = from(stream, by) + " reset the connection";
      found.add(timeless("reset", message, 1));
    } else if (stream.sawSyn(client)
        && stream.sawSyn(server)
        && stream.packets(client) == tally.syns(client)) {
      String message =
          "%s never completed the handshake that %s answered (%d SYN, ACK)"
              .formatted(from(stream, client), from(stream, server), tally.syns(server));
      found.add(timeless("half-open", message, tally.syns(server)));
    } else if (isSilent(tally, client) || isSilent(tally, server)) {
      Direction sender = isSilent(tally, client) ? client : server;
      tally.silence(sender).ifPresent(silence -> found.add(silent(stream, silence)));
    } else if (stream.sawFin(client) != stream.sawFin(server)) {
      Direction open = stream.sawFin(client) ? server : client;
      String message = from(stream, open) + " never closed its side of the connection";
      found.add(timeless("half-closed", message, 1));
    }
  }

  private static void perDirection(
      TcpStream stream, StreamTally tally, Direction direction, List<CaptureFinding> found) {
    long repeated = tally.retransmissions(direction);
    if (repeated > 0) {
      String message =
          "%s retransmitted %s of %d packets"
              .formatted(from(stream, direction), repeated, stream.packets(direction));
      found.add(timeless("retransmissions", message, repeated));
    }
    int gaps = stream.gaps(direction);
    if (gaps > 0) {
      String message =
          "the capture lacks %d bytes from %s, in %d gap%s"
              .formatted(
                  stream.gapBytes(direction), from(stream, direction), gaps, gaps == 1 ? "" : "s");
      found.add(timeless("gap", message, gaps));
    }
  }

  /** The end that sends in this direction. */
  private static String from(TcpStream stream, Direction direction) {
    boolean first = direction == Direction.FORWARD;
    return (first ? stream.key().first() : stream.key().second()).toString();
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }

  private static CaptureFinding timeless(String kind, String message, long count) {
    return new CaptureFinding(kind, message, Optional.empty(), count);
  }
}

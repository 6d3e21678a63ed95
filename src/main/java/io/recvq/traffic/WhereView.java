package io.recvq.traffic;

import io.recvq.flow.Note;
import io.recvq.flow.TcpStream;
import io.recvq.net.Direction;
import io.recvq.net.Endpoint;
import io.recvq.protocol.Frame;
import io.recvq.protocol.Malformed;
import io.recvq.render.Times;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Passes on only what a condition holds for; counts in the summary stay those of everything. For
 * views of whole streams it passes on everything of a stream, and at its end whether the condition
 * held for a packet, a frame or malformed bytes of it.
 */
public final class WhereView extends PassingView {
  /** Content beyond this is not looked at. */
  private static final int MAX_TEXT_BYTES = 1 << 20;

  private final Where where;
  private final boolean wholeStreams;
  private final Set<DecodedStream> chosen = new HashSet<>();
  private long startNanos = CapturedPacket.NO_TIME;

  /**
   * Passes on what the condition holds for.
   *
   * @param wholeStreams whether streams are chosen rather than what is in them
   */
  public WhereView(Where where, boolean wholeStreams, DecodeView next) {
    super(next);
    this.where = where;
    this.wholeStreams = wholeStreams;
  }

  /** Whether to pass on something of a stream. */
  private boolean passes(DecodedStream stream, Function<String, List<String>> item) {
    if (wholeStreams) {
      if (!chosen.contains(stream) && where.test(item)) {
        chosen.add(stream);
      }
      return true;
    }
    return where.test(item);
  }

  @Override
  public void began(long nanos) {
    startNanos = nanos;
    super.began(nanos);
  }

  @Override
  public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
    Function<String, List<String>> item =
        field ->
            switch (field) {
              case "packet" -> number(segment.number());
              case "time" -> times(segment.timeNanos());
              case "length" -> number(segment.payloadLength());
              case "note" -> Note.labels(notes);
              case "flags" -> List.of(TcpFlags.names(segment.flags()).split(", "));
              default -> ofStream(field, stream, direction);
            };
    if (passes(stream, item)) {
      super.segment(stream, direction, segment, notes);
    }
  }

  @Override
  public void bytes(
      DecodedStream stream, Direction direction, long offset, ByteBuffer buffer, int from, int to) {
    if (passesWhole(stream)) {
      super.bytes(stream, direction, offset, buffer, from, to);
    }
  }

  @Override
  public void frame(DecodedStream stream, Direction direction, Frame frame) {
    Function<String, List<String>> item =
        field ->
            switch (field) {
              case "packet" -> number(stream.packet());
              case "time" -> times(stream.timeNanos());
              case "length" -> number(frame.length());
              case "offset" -> number(frame.offset());
              case "role" -> List.of(stream.role(direction));
              case "content" -> text(frame);
              default -> ofFrame(field, frame).orElseGet(() -> ofStream(field, stream, direction));
            };
    if (passes(stream, item)) {
      super.frame(stream, direction, frame);
    }
  }

  private static Optional<List<String>> ofFrame(String field, Frame frame) {
    for (String prefix : Where.PREFIXES) {
      if (field.startsWith(prefix)) {
        String key = field.substring(prefix.length());
        return Optional.of(
            prefix.startsWith("content") ? frame.contentValues(key) : frame.headerValues(key));
      }
    }
    return Optional.empty();
  }

  private static List<String> text(Frame frame) {
    return frame.contentLength() <= MAX_TEXT_BYTES ? List.of(frame.contentText()) : List.of();
  }

  @Override
  public void malformed(DecodedStream stream, Direction direction, Malformed malformed) {
    Function<String, List<String>> item =
        field ->
            switch (field) {
              case "packet" -> number(stream.packet());
              case "time" -> times(stream.timeNanos());
              case "offset" -> number(malformed.offset());
              case "role" -> List.of(stream.role(direction));
              case "reason" -> List.of(malformed.reason().word());
              default -> ofStream(field, stream, direction);
            };
    if (passes(stream, item)) {
      super.malformed(stream, direction, malformed);
    }
  }

  @Override
  public void gap(DecodedStream stream, Direction direction, long offset, long size) {
    if (passesWhole(stream)) {
      super.gap(stream, direction, offset, size);
    }
  }

  @Override
  public void closed(DecodedStream stream) {
    if (wholeStreams ? chosen.remove(stream) : passesWhole(stream)) {
      super.closed(stream);
    } else {
      super.dismissed(stream);
    }
  }

  /** What is about a whole stream passes when the condition says nothing of its parts. */
  private boolean passesWhole(DecodedStream stream) {
    return wholeStreams
        || !where.isAboutStreams()
        || where.test(field -> ofStream(field, stream, Direction.FORWARD));
  }

  private static List<String> ofStream(String field, DecodedStream stream, Direction direction) {
    TcpStream tcp = stream.tcp();
    Endpoint first = tcp.key().first();
    Endpoint second = tcp.key().second();
    return switch (field) {
      case "stream" -> number(tcp.number());
      case "port" -> List.of(Integer.toString(first.port()), Integer.toString(second.port()));
      case "host" -> List.of(first.address().toString(), second.address().toString());
      case "from" -> List.of(stream.from(direction));
      case "to" -> List.of(stream.to(direction));
      default -> List.of();
    };
  }

  private static List<String> number(long value) {
    return List.of(Long.toString(value));
  }

  /** Seconds since the capture's start, and the time itself. */
  private List<String> times(long nanos) {
    if (nanos == CapturedPacket.NO_TIME || startNanos == CapturedPacket.NO_TIME) {
      return List.of();
    }
    Instant time = Instant.ofEpochSecond(0, nanos);
    return List.of(Double.toString((nanos - startNanos) / 1e9), Times.iso(time));
  }
}

package io.recvq.check;

import io.recvq.flow.FlowListener;
import io.recvq.flow.StreamEnd;
import io.recvq.flow.StreamListener;
import io.recvq.flow.TcpStream;
import io.recvq.net.Direction;
import io.recvq.protocol.Decoded;
import io.recvq.protocol.Frame;
import io.recvq.protocol.FrameDecoder;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Framings;
import io.recvq.protocol.Malformed;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Counts the frames of captured connections, and times each response from its request. */
final class CapturedFrames implements FlowListener {
  private final Optional<Integer> port;
  private long frames;
  private long malformed;
  private String firstMalformed = "";
  private long[] responseNanos = new long[1024];
  private int responses;

  CapturedFrames(Optional<Integer> port) {
    this.port = port;
  }

  long frames() {
    return frames;
  }

  long malformed() {
    return malformed;
  }

  String firstMalformed() {
    return firstMalformed;
  }

  /** The time below which this percentage of responses came; NaN without any. */
  double responsePercentileMillis(int percent) {
    if (responses == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(responseNanos, responses);
    Arrays.sort(sorted);
    int index = (int) Math.ceil(percent / 100.0 * responses) - 1;
    return sorted[Math.max(0, index)] / 1e6;
  }

  @Override
  public StreamListener opened(TcpStream stream) {
    boolean first = port.filter(p -> p == stream.key().first().port()).isPresent();
    boolean second = port.filter(p -> p == stream.key().second().port()).isPresent();
    if (port.isPresent() && !first && !second) {
      return StreamListener.NONE;
    }
    if (port.isPresent()) {
      stream.decideClient(second ? Direction.FORWARD : Direction.REVERSE);
    }
    return new Frames(stream);
  }

  /** The frames of one connection. */
  private final class Frames implements StreamListener {
    private final TcpStream stream;
    private final Map<Direction, FrameDecoder> decoders = new EnumMap<>(Direction.class);
    private final ArrayDeque<Long> requests = new ArrayDeque<>();
    private long timeNanos;

    Frames(TcpStream stream) {
      this.stream = stream;
    }

    private FrameDecoder decoder(Direction direction) {
      return decoders.computeIfAbsent(
          direction, d -> new FrameDecoder(Framings.APP, FrameLimits.DEFAULT, start(d)));
    }

    private FrameDecoder.Start start(Direction direction) {
      if (port.isEmpty()) {
        return FrameDecoder.Start.IF_PLAUSIBLE;
      }
      return stream.sawSyn(direction) ? FrameDecoder.Start.AT_FRAME : FrameDecoder.Start.ANYWHERE;
    }

    @Override
    public void bytes(
        Direction direction,
        long offset,
        ByteBuffer buffer,
        int from,
        int to,
        long packet,
        long nanos) {
      timeNanos = nanos;
      FrameDecoder decoder = decoder(direction);
      decoder.feed(buffer, from, to);
      drain(direction, decoder);
    }

    @Override
    public void gap(Direction direction, long offset, long size) {
      FrameDecoder decoder = decoder(direction);
      decoder.gap(size);
      drain(direction, decoder);
    }

    @Override
    public void ended(Direction direction, StreamEnd why) {
      FrameDecoder decoder = decoders.get(direction);
      if (decoder != null) {
        decoder.endOfStream();
        drain(direction, decoder);
      }
    }

    private void drain(Direction direction, FrameDecoder decoder) {
      for (Decoded answer = decoder.next();
          !(answer instanceof Decoded.NeedMore);
          answer = decoder.next()) {
        if (answer instanceof Malformed bad) {
          if (malformed++ == 0) {
            firstMalformed = bad.reason().word() + ", " + bad.detail();
          }
        } else if (answer instanceof Frame) {
          frames++;
          pair(direction);
        }
      }
    }

    private void pair(Direction direction) {
      if (direction == stream.client()) {
        requests.add(timeNanos);
        return;
      }
      Long asked = requests.poll();
      if (asked != null) {
        if (responses == responseNanos.length) {
          responseNanos = Arrays.copyOf(responseNanos, 2 * responses);
        }
        responseNanos[responses++] = timeNanos - asked;
      }
    }
  }
}

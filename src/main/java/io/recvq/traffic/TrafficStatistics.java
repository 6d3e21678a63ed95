package io.recvq.traffic;

import io.recvq.net.Direction;
import io.recvq.net.LongHistogram;
import io.recvq.protocol.Frame;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.Segment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Rates over time, sizes, and the times between a request's last byte and its response's: counted
 * in bounded memory, whatever the length of the capture.
 */
final class TrafficStatistics implements DecodeView {
  /** Requests of one stream that may wait for their response before the oldest is given up. */
  private static final int MAX_OPEN_REQUESTS = 4096;

  final RateSeries packets = new RateSeries();
  final RateSeries bytes = new RateSeries();
  final RateSeries frames = new RateSeries();
  final LongHistogram packetBytes = new LongHistogram();
  final LongHistogram requestBytes = new LongHistogram();
  final LongHistogram responseBytes = new LongHistogram();
  final LongHistogram responseNanos = new LongHistogram();
  private final Map<DecodedStream, ArrayDeque<Long>> open = new HashMap<>();
  private long startNanos = CapturedPacket.NO_TIME;
  private long endNanos;

  @Override
  public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
    packetBytes.add(segment.packetBytes());
    if (segment.timeNanos() == CapturedPacket.NO_TIME) {
      return;
    }
    if (startNanos == CapturedPacket.NO_TIME) {
      startNanos = segment.timeNanos();
      endNanos = startNanos;
    }
    endNanos = Math.max(endNanos, segment.timeNanos());
    packets.add(segment.timeNanos() - startNanos, 1);
    bytes.add(segment.timeNanos() - startNanos, segment.packetBytes());
  }

  @Override
  public void frame(DecodedStream stream, Direction direction, Frame frame) {
    long nanos = stream.timeNanos();
    boolean timed = nanos != CapturedPacket.NO_TIME && startNanos != CapturedPacket.NO_TIME;
    if (timed) {
      frames.add(nanos - startNanos, 1);
    }
    if (stream.isRequest(direction)) {
      requestBytes.add(frame.length());
      if (timed) {
        ArrayDeque<Long> waiting = open.computeIfAbsent(stream, s -> new ArrayDeque<>());
        waiting.add(nanos);
        if (waiting.size() > MAX_OPEN_REQUESTS) {
          waiting.remove();
        }
      }
      return;
    }
    responseBytes.add(frame.length());
    ArrayDeque<Long> waiting = open.get(stream);
    Long asked = waiting == null ? null : waiting.poll();
    if (asked != null && timed) {
      responseNanos.add(nanos - asked);
    }
  }

  @Override
  public void closed(DecodedStream stream) {
    open.remove(stream);
  }

  /** From the first segment to the last. */
  long durationNanos() {
    return startNanos == CapturedPacket.NO_TIME ? 0 : endNanos - startNanos;
  }
}

package io.recvq.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Direction;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.PacketParser;
import io.recvq.wire.Segment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Any bytes as packets of any link type, and their segments through the tracker of streams: each
 * direction must be told without overlap or hole, and must end once.
 *
 * <p>The input: the number of the link type (two bytes), then packets, each after two bytes of
 * length, of which the highest bit says that the capture cut the packet short.
 */
public final class PacketParserFuzz {
  private PacketParserFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < 2) {
      return;
    }
    ByteBuffer input = ByteBuffer.wrap(data);
    int linkType = input.getShort() & 0x3ff;
    PacketParser parser = new PacketParser((data[0] & 0x80) != 0);
    FlowTracker tracker = new FlowTracker(new FlowLimits(1000, 2000, 4), Tiled::new);
    CapturedPacket packet = new CapturedPacket();
    Segment segment = new Segment();
    long number = 0;
    while (input.remaining() > 2) {
      int head = input.getShort();
      int length = Math.min(head & 0xfff, input.remaining());
      int wire = length + (head < 0 ? 40 : 0);
      byte[] bytes = Arrays.copyOfRange(data, input.position(), input.position() + length);
      input.position(input.position() + length);
      boolean lasting = (head & 0x4000) != 0;
      number++;
      packet.set(
          number, number * 50_000_000, linkType, ByteBuffer.wrap(bytes), 0, length, wire, lasting);
      if (parser.parse(packet, segment) == PacketParser.Kind.TCP) {
        check(segment, length);
        tracker.accept(segment);
      }
      if (!lasting) {
        Arrays.fill(bytes, (byte) 0x55);
      }
    }
    tracker.finish();
  }

  private static void check(Segment segment, int packetBytes) {
    assertTrue(segment.payloadCaptured() >= 0);
    assertTrue(segment.payloadCaptured() <= segment.payloadLength());
    int end = segment.payloadOffset() + segment.payloadCaptured();
    boolean inside = segment.payloadOffset() >= 0 && end <= segment.buffer().capacity();
    assertTrue(inside || segment.payloadCaptured() == 0);
    assertTrue(segment.packetBytes() >= 0 && packetBytes >= 0);
    assertTrue(!segment.source().toString().isEmpty() && !segment.target().toString().isEmpty());
  }

  /** Checks what is told of a stream. */
  private static final class Tiled implements StreamListener {
    private final TcpStream stream;
    private final Map<Direction, Long> next = new EnumMap<>(Direction.class);
    private final Set<Direction> ended = EnumSet.noneOf(Direction.class);

    Tiled(TcpStream stream) {
      this.stream = stream;
    }

    @Override
    public void segment(Segment segment, Direction direction, int notes) {
      Note.labels(notes);
      assertTrue(stream.relativeSeq(segment, direction) >= 0);
      assertTrue(stream.relativeAck(segment, direction) >= 0);
      assertTrue(stream.windowBytes(direction) >= 0);
    }

    @Override
    public void bytes(
        Direction direction,
        long offset,
        ByteBuffer buffer,
        int from,
        int to,
        long packet,
        long timeNanos) {
      assertTrue(from < to && to <= buffer.capacity());
      advance(direction, offset, to - from);
    }

    @Override
    public void gap(Direction direction, long offset, long size) {
      assertTrue(size > 0);
      advance(direction, offset, size);
    }

    private void advance(Direction direction, long offset, long size) {
      assertFalse(ended.contains(direction));
      assertEquals(next.getOrDefault(direction, 0L), offset);
      next.put(direction, offset + size);
    }

    @Override
    public void ended(Direction direction, StreamEnd why) {
      assertTrue(ended.add(direction), "ended twice");
    }

    @Override
    public void closed() {
      assertEquals(2, ended.size());
    }
  }
}

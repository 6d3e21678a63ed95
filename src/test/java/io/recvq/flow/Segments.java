package io.recvq.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.testing.PacketBuilder;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.LinkType;
import io.recvq.wire.PacketParser;
import io.recvq.wire.Segment;
import java.nio.ByteBuffer;

/** Single segments of hand-made packets. */
final class Segments {
  private Segments() {}

  /** The segment of a packet that was captured whole, with this number and time. */
  static Segment of(PacketBuilder packet, long number, long nanos) {
    byte[] ip = packet.ip();
    CapturedPacket captured = new CapturedPacket();
    captured.set(number, nanos, LinkType.RAW, ByteBuffer.wrap(ip), 0, ip.length, ip.length, true);
    Segment segment = new Segment();
    assertEquals(PacketParser.Kind.TCP, new PacketParser(false).parse(captured, segment));
    return segment;
  }

  static Segment of(PacketBuilder packet) {
    return of(packet, 1, 1_000_000_000L);
  }
}

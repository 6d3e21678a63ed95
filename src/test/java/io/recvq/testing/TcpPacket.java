package io.recvq.testing;

import io.recvq.wire.CapturedPacket;
import io.recvq.wire.LinkType;
import java.nio.ByteBuffer;

/** One TCP packet over raw IPv4 between 10.0.0.1 and 10.0.0.2, as bytes, for tests. */
public final class TcpPacket {
  private static final int HEADERS_BYTES = 40;

  private TcpPacket() {}

  /** The bytes of a packet; checksums are left 0. */
  public static byte[] bytes(
      boolean fromClient, int flags, int seq, int ack, int window, byte[] payload) {
    ByteBuffer packet = ByteBuffer.allocate(HEADERS_BYTES + payload.length);
    packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity()).putInt(0);
    packet.put((byte) 64).put((byte) 6).putShort((short) 0);
    packet.putInt(fromClient ? 0x0a000001 : 0x0a000002);
    packet.putInt(fromClient ? 0x0a000002 : 0x0a000001);
    packet.putShort((short) (fromClient ? 40_000 : 7000));
    packet.putShort((short) (fromClient ? 7000 : 40_000));
    packet.putInt(seq).putInt(ack).putShort((short) (0x5000 | flags)).putShort((short) window);
    packet.putInt(0).put(payload);
    return packet.array();
  }

  /** Shows bytes as a captured packet of which only {@code captured} payload bytes were kept. */
  public static void show(
      byte[] bytes, int captured, long number, long nanos, boolean lasting, CapturedPacket view) {
    int kept = Math.min(bytes.length, HEADERS_BYTES + captured);
    view.set(number, nanos, LinkType.RAW, ByteBuffer.wrap(bytes), 0, kept, bytes.length, lasting);
  }
}

package io.recvq.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.OperationException;
import io.recvq.wire.CapturedPacket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/** Any bytes as a capture: pcap, pcapng or gzip; packets, an ending, or a reason why not. */
public final class CaptureFileFuzz {
  /** A kilobyte of gzip can hold a megabyte; so many packets of it are enough. */
  private static final int MOST_PACKETS = 100_000;

  private CaptureFileFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    CapturedPacket packet = new CapturedPacket();
    long packets = 0;
    try (CaptureFile file = CaptureFile.open(new ByteArrayInputStream(data), "input")) {
      while (packets < MOST_PACKETS && file.next(packet)) {
        packets++;
        check(packet, packets);
      }
      file.ending().ifPresent(end -> assertTrue(!end.reason().isEmpty()));
    } catch (OperationException e) {
      assertTrue(e.getMessage().contains("input"), e.getMessage());
    }
  }

  private static void check(CapturedPacket packet, long number) {
    assertEquals(number, packet.number());
    assertTrue(packet.capturedBytes() >= 0 && packet.wireBytes() >= packet.capturedBytes());
    int end = packet.offset() + packet.capturedBytes();
    assertTrue(packet.offset() >= 0 && end <= packet.buffer().capacity());
    for (int at : List.of(packet.offset(), end - 1)) {
      if (packet.capturedBytes() > 0) {
        packet.buffer().get(at);
      }
    }
  }
}
